import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "../../lib/env.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { examineCaller } from "./caller.ts";

let health: Door;
let site: Server;
/** What the proxies in front make of the header that they get. */
let forwards: (given: string | undefined) => string | undefined;

beforeAll(async () => {
  health = (await findDoors()).find(({ name }) => name === "GET /api/health")!;
  site = createServer((request, response) => {
    const { authorization = "" } = request.headers;
    const forwarded = forwards(request.headers["x-forwarded-for"] as string | undefined);
    const headers = { authorization, ...(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }) };
    void knock(health, { query: "caller=1", headers }).then(({ status, text }) => response.writeHead(status).end(text));
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
});
afterAll(() => void site.close());

/** This machine under a name that is not one of its own, as the doctor sees a shop on the internet. */
const elsewhere = () => ({ ...env(), appUrl: `http://[::ffff:127.0.0.1]:${(site.address() as AddressInfo).port}` });

const appending = (address: string) => (given: string | undefined) => (given ? `${given}, ${address}` : address);

test.each<[string, typeof forwards, RegExp]>([
  ["appends", appending("203.0.113.7:50123"), /^ok: TRUSTED_PROXIES=1：.*算作 203\.0\.113\.7（/],
  ["appends an IPv6 address", appending("2001:db8:1:2::3"), /^ok: .*算作 2001:db8:1:2（/],
  ["keeps what the caller says", (given) => given ?? "203.0.113.7", /^error: .*可以自称任何地址/],
  ["sends nothing", () => undefined, /^error: .*认不出任何来访者/],
  ["is itself behind a proxy of the same network", appending("10.0.0.5"), /^warning: .*内网地址 10\.0\.0\.5/],
  ["runs on the machine itself", appending("::1"), /^warning: .*内网地址 0:0:0:0/],
  ["is itself behind one, over IPv6", appending("fd00:1:2:3::5"), /^warning: .*内网地址 fd00:1:2:3/],
])("a proxy that %s", async (_, behaviour, words) => {
  forwards = behaviour;
  const findings = await examineCaller(elsewhere());
  expect(findings.map(({ level, what }) => `${level}: ${what}`)).toEqual([expect.stringMatching(words)]);
});

test("an app that runs with another secret", async () => {
  forwards = appending("203.0.113.7");
  const [finding] = await examineCaller({ ...elsewhere(), cronSecret: "x".repeat(32) });
  expect(finding).toMatchObject({ level: "warning", what: expect.stringMatching(/另一个 CRON_SECRET/) as string });
});

test("an app that does not answer is told of elsewhere", async () => {
  expect(await examineCaller({ ...elsewhere(), appUrl: "http://127.0.0.1:9" })).toEqual([]);
});
