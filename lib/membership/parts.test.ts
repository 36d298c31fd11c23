import { expect, test } from "vitest";
import { aMember, anOrder } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { written } from "../testing/written.ts";
import { requireNothingUnderWay } from "./parts.ts";

useDatabase();

test("a commit that closes an account does not stand where a payment came under way after the look", async () => {
  const memberId = await aMember();
  const closed = () => written((commit) => requireNothingUnderWay(commit, memberId));
  await closed();
  await anOrder();
  await closed();
  await anOrder({ memberId });
  await expect(closed()).rejects.toMatchObject({ part: "payment_under_way" });
});
