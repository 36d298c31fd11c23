import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { findLeaks } from "./check-bundle.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-bundle-"));
  await mkdir(resolve(folder, "chunks"));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string) => writeFile(resolve(folder, "chunks", name), text);

test("a clean bundle is clean, an empty one is no bundle", async () => {
  await expect(findLeaks(folder)).rejects.toThrow("先构建");
  await put("page.js", 'fetch("/api/payment/orders");"支付宝";"2026"');
  expect(await findLeaks(folder)).toEqual([]);
});

test.each([
  ["-----BEGIN PRIVATE KEY-----", "a private key"],
  ['e.env.CRON_SECRET||""', "an environment name"],
  ["process.env.ALIPAY_PRIVATE_KEY", "an environment name"],
  ['"postgresql://u:p@db/x"', "an address with a password"],
  ["select * from ums_member where", "the server's own code"],
])("%s is found", async (text, what) => {
  await put("page.js", `1;${text};2`);
  expect(await findLeaks(folder)).toEqual([`chunks/page.js: ${what}`]);
});

/** The head of a PKCS8 key of 2048 bits that is a few bytes shorter than most, as one of some hundred is. */
const SHORT_KEY = Buffer.from("308204bb020100300d06092a864886f70d0101010500048204", "hex").toString("base64");

const SIZES = [1024, 2048, 3072];
const bareKeys = (type: "pkcs8" | "pkcs1") => SIZES.map((bits) => [type, bits, () => bareKey(bits, type)] as const);

test.each([["a short pkcs8", 2048, () => SHORT_KEY] as const, ...bareKeys("pkcs8"), ...bareKeys("pkcs1")])(
  "%s key of %i bits is found without its frame",
  async (_, _bits, key) => {
    await put("page.js", `const key="${key()}"`);
    expect(await findLeaks(folder)).toEqual(["chunks/page.js: a private key"]);
  },
);

function bareKey(modulusLength: number, type: "pkcs8" | "pkcs1"): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength });
  return privateKey.export({ format: "der", type }).toString("base64");
}

test("a public key is none of it", async () => {
  await put("page.js", `const key="${inject("world").merchant.publicKey}"`);
  expect(await findLeaks(folder)).toEqual([]);
});

test("a key without its frame, a secret's value, and a source map are found", async () => {
  await put("a.js", `"${inject("world").merchant.privateKey}"`);
  await put("b.js", '"my cron secret of many letters"');
  await put("c.js.map", "{}");
  expect((await findLeaks(folder, ["my cron secret of many letters"])).sort()).toEqual([
    "chunks/a.js: a private key",
    "chunks/b.js: a value of the environment",
    "chunks/c.js.map: a source map",
  ]);
});
