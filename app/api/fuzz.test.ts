import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { useDatabase } from "../../lib/testing/database.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, together, type Answer, type Door } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { CALLERS, furnish, type Caller } from "../../lib/testing/premises.ts";
import { volleysAt, type Shot } from "../../lib/testing/shots.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

vi.stubEnv("MAX_OPEN_ORDERS", "1000");
useSandbox();
useDatabase();
useWriteCount();
beforeEach(() => setAlipayClock(new Date()));

const counted = { shots: 0, refused: 0, accepted: 0 };

/** The authorised caller; a refused one would not test the fields. The backend sends one field more. */
function callerOf(door: Door): Caller {
  const answers = DOOR_BOOK[door.name]!.answers.split(" ").map(Number);
  const inside = (["service", "owner", "admin", "cron"] as const).find(
    (caller) => answers[CALLERS.indexOf(caller)]! < 400,
  );
  return answers[0]! < 400 ? "guest" : inside!;
}

/** The notify route refuses with a plain word. */
function isRefused({ status, text }: Answer): boolean {
  return status >= 400 || text === "fail";
}

/** The reads that write: the jobs, an export, which stands in the audit log, and the list of events, which gives them their places. */
const MAY_WRITE = /^\/api\/(cron|admin\/exports|v1\/events)(\/|$)/;

/** What is wrong with an answer, if anything. */
function complaint(door: Door, shot: Shot, answer: Answer, written: number): string | null {
  const { status, json } = answer;
  if (status >= 500) return `${status} ${answer.text.slice(0, 200)}`;
  if (written > 0 && isRefused(answer)) return `${status}, but ${written} rows were written`;
  if (written > 0 && door.method === "GET" && !MAY_WRITE.test(door.path)) return `a read wrote ${written} rows`;
  if (json.error !== "VALIDATION_FAILED") return null;
  const named = json.issues?.map((issue) => issue.field) ?? [];
  if (named.length === 0) return "no field is named";
  const fits = named.some((name) => name === "body" || shot.field === null || name.split(/[.,[]/)[0] === shot.field);
  return fits ? null : `names ${named.join()}, but the fault was in ${shot.field}`;
}

async function fire(door: Door, shot: Shot, callerHeaders: Readonly<Record<string, string>>): Promise<string | null> {
  // Each from its own address, so that no limit interferes.
  const address = { "x-forwarded-for": `203.0.${counted.shots >> 8}.${counted.shots & 255}` };
  counted.shots += 1;
  const before = await rowsWritten();
  const answer = await knock(door, {
    ...shot.knock,
    headers: { ...together(shot.knock.headers, callerHeaders), ...address },
  });
  counted[isRefused(answer) ? "refused" : "accepted"] += 1;
  const wrong = complaint(door, shot, answer, (await rowsWritten()) - before);
  return wrong && `${shot.name}: ${wrong}`;
}

describe("a request with one thing wrong gets a 4xx that names it, or does what any request may", async () => {
  const doors = (await findDoors()).filter((door) => DOOR_BOOK[door.name]?.good);

  test.each(doors.map((door) => [door.name, door] as const))(
    "%s",
    async (name, door) => {
      const caller = callerOf(door);
      const complaints: (string | null)[] = [];
      for (let i = 0; ; i += 1) {
        // New members for each group, so that limits do not interfere.
        const premises = await furnish();
        const volley = volleysAt(await DOOR_BOOK[name]!.good!(premises, caller))[i];
        if (!volley) break;
        for (const shot of volley) complaints.push(await fire(door, shot, premises.headers[caller]));
      }
      expect(complaints.filter((words) => words !== null)).toEqual([]);
    },
    120_000,
  );

  afterAll(() =>
    console.info(`fuzz: ${counted.shots} shots, ${counted.refused} refused, ${counted.accepted} accepted`),
  );
});
