import { beforeEach, describe, expect, test, vi } from "vitest";
import { useDatabase } from "../../lib/testing/database.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, together, type Door } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { CALLERS, furnish, type Caller, type Premises } from "../../lib/testing/premises.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

vi.stubEnv("MAX_OPEN_ORDERS", "1000");
useSandbox();
useDatabase();
useWriteCount();
// The endpoints use the real clock.
beforeEach(() => setAlipayClock(new Date()));

/** The callers that may change data come last. */
const IN_TURN: readonly Caller[] = ["guest", "cron", "other", "admin", "owner", "service"];

async function answersOf(door: Door, premises: Premises): Promise<string> {
  const answers: Partial<Record<Caller, number>> = {};
  for (const caller of IN_TURN) {
    const good = (await DOOR_BOOK[door.name]?.good?.(premises, caller)) ?? {};
    const before = await rowsWritten();
    const answer = await knock(door, { ...good, headers: together(good.headers, premises.headers[caller]) });
    if (answer.status >= 400) expect(await rowsWritten(), `${door.name} wrote something for ${caller}`).toBe(before);
    answers[caller] = answer.status;
  }
  return CALLERS.map((caller) => answers[caller]).join(" ");
}

describe("the doors", () => {
  test("answer everybody as the book says, none is missing from it, and none of it is missing", async () => {
    const [doors, premises] = [await findDoors(), await furnish()];
    const found: Record<string, string> = {};
    for (const door of doors) found[door.name] = await answersOf(door, premises);
    console.info(`authorisation: ${doors.length} doors × ${CALLERS.length} callers`);
    expect(found).toEqual(Object.fromEntries(Object.entries(DOOR_BOOK).map(([name, row]) => [name, row.answers])));
  }, 120_000);
});
