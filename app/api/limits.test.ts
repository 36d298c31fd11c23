import { beforeAll, describe, expect, test } from "vitest";
import { aMember } from "../../lib/testing/builders.ts";
import { useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Answer, type Door } from "../../lib/testing/doors.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useDatabase();

let doors: Door[];
beforeAll(async () => {
  doors = await findDoors();
});

/** A cheap request that is counted and then refused: the limit is checked first. */
function ask(name: string, headers: Record<string, string>): Promise<Answer> {
  return knock(
    doors.find((door) => door.name === name)!,
    { body: {}, headers },
  );
}

const CREDITS = "POST /api/payment/create-credits-order";
const PLANS = "POST /api/payment/create-subscription-order";

function statuses(answers: readonly Answer[]): Record<number, number> {
  const counted: Record<number, number> = {};
  for (const { status } of answers) counted[status] = (counted[status] ?? 0) + 1;
  return counted;
}

const atOnce = <Result>(times: number, work: (i: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: times }, (_, i) => work(i)));

describe("limits", () => {
  test("registering: 30 in ten minutes from one address, whatever it claims to be forwarded for", async () => {
    const answers = await atOnce(40, (i) =>
      ask("POST /api/register", { "x-forwarded-for": `10.0.0.${i}, unknown, 192.0.2.1` }),
    );
    expect(statuses(answers)).toEqual({ 400: 30, 429: 10 });
    const refused = answers.find(({ status }) => status === 429)!;
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(590);
    expect(refused.json).toMatchObject({ code: 429, error: "TOO_MANY_REQUESTS", data: null });
    expect((await ask("POST /api/register", { "x-forwarded-for": "192.0.2.2" })).status).toBe(400);
  });

  test("creating orders: 120 a minute for one member, both kinds together, from wherever", async () => {
    const headers = await signedInAs(await aMember());
    const answers = await atOnce(140, (i) =>
      ask(i % 2 ? CREDITS : PLANS, { ...headers, "x-forwarded-for": `192.0.2.${i}` }),
    );
    expect(statuses(answers)).toEqual({ 400: 120, 429: 20 });
    expect(Number(answers.find(({ status }) => status === 429)!.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await ask(CREDITS, await signedInAs(await aMember()))).status).toBe(400);
  });

  test("one machine of IPv6 owns a whole /64, so that is what is counted", async () => {
    const answers = await atOnce(40, (i) => ask("POST /api/register", { "x-forwarded-for": `2001:db8:1:2::${i}` }));
    expect(statuses(answers)).toEqual({ 400: 30, 429: 10 });
    expect((await ask("POST /api/register", { "x-forwarded-for": "2001:db8:1:3::1" })).status).toBe(400);
  });
});
