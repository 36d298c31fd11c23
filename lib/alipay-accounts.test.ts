import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leafCertificate, rootCertificate } from "../packages/alipay-sandbox/src/certificates.ts";
import { readAccounts } from "./alipay-accounts.ts";

function aPair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  };
}

const [own, theirs, next, root] = [aPair(), aPair(), aPair(), aPair()];
const NOW = Date.parse("2026-03-01");
const certificate = (pair: { publicKey: string }) => leafCertificate("某商户", pair, root, NOW).pem;

const KEYS = {
  appId: "2021000000000001",
  sellerId: "2088000000000001",
  active: true,
  privateKey: own.privateKey,
  alipayPublicKey: theirs.publicKey,
};
const CERTIFICATES = {
  appId: "2021000000000002",
  sellerId: "2088000000000002",
  privateKey: own.privateKey,
  appCert: certificate(own),
  alipayPublicCert: certificate(theirs),
  alipayRootCert: rootCertificate(root, NOW).pem,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-file-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, content: string): Promise<string> {
  const path = resolve(folder, name);
  await writeFile(path, content);
  return path;
}
const read = async (accounts: unknown) => readAccounts(await fileOf("accounts.json", JSON.stringify(accounts)));
const problemsOf = async (accounts: unknown) => {
  const found = await read(accounts);
  return "problems" in found ? found.problems : [];
};
const idsOf = async (accounts: unknown) => {
  const found = await read(accounts);
  return "problems" in found ? found.problems : found.accounts.map(({ appId }) => appId);
};

test("the active account comes first, whatever its place and mode", async () => {
  expect(await idsOf([KEYS])).toEqual([KEYS.appId]);
  expect(await idsOf([CERTIFICATES, KEYS])).toEqual([KEYS.appId, CERTIFICATES.appId]);
  const second = { ...CERTIFICATES, active: true };
  expect(await idsOf([{ ...KEYS, active: false }, second])).toEqual([CERTIFICATES.appId, KEYS.appId]);
});

test("each mode has the keys that its texts or files hold, and several of Alipay's", async () => {
  const { appId, sellerId, active } = KEYS;
  const files = {
    ...{ appId, sellerId, active },
    privateKeyFile: await fileOf("own.pem", own.privateKey),
    alipayPublicKeyFile: [await fileOf("theirs.pem", theirs.publicKey), await fileOf("next.pem", next.publicKey)],
  };
  const several = { ...CERTIFICATES, alipayPublicCert: [certificate(theirs), certificate(next)] };
  const found = await read([files, several]);
  if ("problems" in found) throw new Error(found.problems.join("\n"));
  const spki = found.accounts.map(({ publicKeys }) =>
    publicKeys.map((key) => key.export({ format: "der", type: "spki" }).toString("base64")),
  );
  expect(spki).toEqual([
    [theirs.publicKey, next.publicKey],
    [theirs.publicKey, next.publicKey],
  ]);
  expect(found.accounts.map(({ certificates }) => certificates?.alipay.length)).toEqual([undefined, 2]);
});

describe("what is wrong is named with its place", () => {
  test.each<[string, unknown, RegExp[]]>([
    ["no list", {}, [/列表/]],
    ["an empty list", [], [/至少有一个/]],
    ["no object", ["x"], [/^第 1 个账户：应是一个对象/]],
    ["nobody active", [{ ...KEYS, active: false }], [/"active": true，现在有 0 个/]],
    ["two active", [KEYS, { ...CERTIFICATES, active: true }], [/现在有 2 个/]],
    ["an app twice", [KEYS, { ...KEYS, active: false }], [/应用号 2021000000000001 出现了不止一次/]],
    ["an unknown key", [KEYS, { ...CERTIFICATES, publicKey: "x" }], [/^第 2 个账户：不认识 publicKey/]],
    [
      "keys of both modes",
      [{ ...KEYS, appCert: CERTIFICATES.appCert }],
      [/alipayPublicCert：没有设置/, /alipayRootCert/, /不认识 alipayPublicKey/],
    ],
    [
      "what is missing",
      [{ active: true }],
      [/appId：没有设置/, /sellerId：没有设置/, /privateKey：没有设置/, /alipayPublicKey：没有设置/],
    ],
    [
      "a public key that is a private one",
      [{ ...KEYS, alipayPublicKey: own.privateKey }],
      [/^第 1 个账户的 alipayPublicKey：不是 .*RSA 公钥/],
    ],
    [
      "the second of two",
      [{ ...KEYS, alipayPublicKey: [theirs.publicKey, "x"] }],
      [/的 alipayPublicKey.*不是 .*RSA 公钥/],
    ],
    ["no keys at all", [{ ...KEYS, alipayPublicKey: [] }], [/alipayPublicKey/]],
    [
      "a certificate of another key",
      [{ ...CERTIFICATES, active: true, appCert: certificate(next) }],
      [/^第 1 个账户的 appCert：不是 privateKey/],
    ],
    [
      "what is no certificate",
      [{ ...CERTIFICATES, active: true, alipayPublicCert: "x", alipayRootCert: "y" }],
      [/alipayPublicCert：不是一张/, /alipayRootCert：不是支付宝根证书/],
    ],
    [
      "a file that is not there",
      [{ ...CERTIFICATES, active: true, appCert: undefined, appCertFile: "/nowhere/app.crt" }],
      [/appCertFile：读不到 \/nowhere\/app.crt（ENOENT）/],
    ],
    ["text and file", [{ ...KEYS, privateKeyFile: "/dev/null" }], [/privateKey：与 privateKeyFile 只能设置一个/]],
  ])("%s", async (_, accounts, words) => {
    const problems = await problemsOf(accounts);
    for (const word of words) expect(problems).toContainEqual(expect.stringMatching(word));
    expect(problems.join()).not.toContain(own.privateKey);
  });

  test("a file that cannot be read, or is no JSON", async () => {
    expect(readAccounts("/nowhere/a.json")).toEqual({ problems: ["读不到 /nowhere/a.json（ENOENT）"] });
    const path = await fileOf("broken.json", `[{ "privateKey": "${own.privateKey}"`);
    expect(readAccounts(path)).toEqual({ problems: [`${path} 不是 JSON`] });
  });
});
