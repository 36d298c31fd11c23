import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { useProductProvider } from "../../lib/testing/oidc.ts";
import { examineProvider } from "./provider.ts";

const provider = useProductProvider();

const examine = async (issuer = provider.issuer) => {
  const findings = await examineProvider({ issuer, clientId: "x", clientSecret: "x", name: "某产品" });
  return findings.map(({ level, what, fix }) => `${level}: ${what} → ${fix}`);
};

test("a provider that describes itself as it is configured", async () => {
  expect(await examine()).toEqual([expect.stringMatching(/^ok: /)]);
  expect(await examineProvider(null)).toEqual([]);
});

test("one that calls itself otherwise, to the letter", async () => {
  const expected = [expect.stringMatching(/^error: .*自称 http:\/\/127\.0\.0\.1:\d+，.*一字不差/)];
  expect(await examine(provider.issuer.replace("127.0.0.1", "localhost"))).toEqual(expected);
  expect(await examine(`${provider.issuer}/`)).toEqual(expected);
});

test("one that is down, is not there, or is none", async () => {
  provider.isUp = false;
  expect(await examine()).toEqual([expect.stringMatching(/^error: 读不到.*回答是 503/)]);
  expect(await examine("http://127.0.0.1:9")).toEqual([expect.stringMatching(/^error: 读不到/)]);
  const site = createServer((_, response) => response.end('{"hello":"world"}'));
  await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
  expect(await examine(`http://127.0.0.1:${(site.address() as AddressInfo).port}`)).toEqual([
    expect.stringMatching(/^error: .*不是 OpenID 提供方的说明/),
  ]);
  site.close();
});
