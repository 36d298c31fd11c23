import { beforeEach, describe, expect, test } from "vitest";
import { aMember, contextAt, NOW } from "../testing/builders.ts";
import { beside, count, overtake, useDatabase } from "../testing/database.ts";
import { written } from "../testing/written.ts";
import { changeRole } from "./change-role.ts";
import { setRole } from "./member-parts.ts";

// docs/rules.md R108.

useDatabase();

let admin: bigint;
let second: bigint;
beforeEach(async () => {
  [admin, second] = [await aMember({ role: "ADMIN" }), await aMember({ role: "ADMIN" })];
});

const admins = () => count("ums_member", "role = 'ADMIN' and status = 'ACTIVE'");
const demote = (by: bigint, to: bigint) =>
  changeRole(by, to, { role: "MEMBER", reason: "离职" }, contextAt(NOW, `admin:${by}`));

describe("the last admin stays", () => {
  test("A76 of two admins who remove each other one remains", async () => {
    const both = await Promise.allSettled([demote(admin, second), demote(second, admin)]);
    expect(both.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect(await admins()).toBe(1);
  });

  test("an admin who was removed a step ahead removes nobody", async () => {
    const rival = `update ums_member set role = 'MEMBER' where id = ${admin}`;
    await expect(overtake(rival, () => demote(admin, second))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await admins()).toBe(1);
  });

  test("control: the same change without asking whether the one who acts still is an admin leaves none", async () => {
    const rival = `update ums_member set role = 'MEMBER' where id = ${admin}; commit`;
    await beside(rival, () => written((commit) => setRole(commit, second, "ADMIN", "MEMBER")));
    expect(await admins()).toBe(0);
  });
});
