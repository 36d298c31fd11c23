import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { certificate, privateKey, publicKey, rootCertificates } from "./keys.ts";

/** One merchant account at Alipay, with its keys. Names and rules: .env.example. */
export interface AlipayAccount {
  readonly appId: string;
  readonly sellerId: string;
  /** Signs what we say. */
  readonly privateKey: KeyObject;
  /** Each verifies what Alipay says to this account: during a change of keys there are two. */
  readonly publicKeys: readonly KeyObject[];
  /** As the open platform gives them out; null: the account signs with keys alone. */
  readonly certificates: { readonly app: string; readonly alipay: readonly string[]; readonly root: string } | null;
}

/** The first is the active one: new payments are opened with it. */
export type AlipayAccounts = readonly [AlipayAccount, ...AlipayAccount[]];

export const appId = z.string().regex(/^\d{16,32}$/, "应为开放平台的应用号（16 位数字）");
export const sellerId = z.string().regex(/^2088\d{12}$/, "应为 2088 开头的 16 位商户号");

/** What may be given as `nameFile`, a file that holds it, or a list of files, in place of `name`. */
const SECRETS = ["privateKey", "alipayPublicKey", "appCert", "alipayPublicCert", "alipayRootCert"] as const;

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.array(schema).min(1, "至少要有一个"), schema.transform((one) => [one])]);

const common = { appId, sellerId, active: z.boolean().default(false), privateKey };

const keyMode = z
  .strictObject({ ...common, alipayPublicKey: oneOrMore(publicKey) })
  .transform(({ alipayPublicKey: publicKeys, ...rest }) => ({ ...rest, publicKeys, certificates: null }));

const certificateMode = z
  .strictObject({
    ...common,
    appCert: certificate,
    alipayPublicCert: oneOrMore(certificate),
    alipayRootCert: rootCertificates,
  })
  .superRefine(({ privateKey: ours, appCert }, context) => {
    if (!appCert.x509.checkPrivateKey(ours))
      context.addIssue({ code: "custom", path: ["appCert"], message: "不是 privateKey 这把私钥的应用公钥证书" });
  })
  .transform(({ appCert, alipayPublicCert, alipayRootCert, ...rest }) => ({
    ...rest,
    publicKeys: alipayPublicCert.map(({ x509 }) => x509.publicKey),
    certificates: { app: appCert.pem, alipay: alipayPublicCert.map(({ pem }) => pem), root: alipayRootCert },
  }));

/** The accounts of a file, the active one first; or what is wrong with it, each with its place. */
export function readAccounts(path: string): { accounts: AlipayAccounts } | { problems: readonly string[] } {
  const given = readJson(path);
  if (typeof given === "string") return { problems: [given] };
  if (!Array.isArray(given) || given.length === 0) return { problems: [`${path} 应是一个列表，至少有一个账户`] };
  const read = given.map((one: unknown, i) => readAccount(one, `第 ${i + 1} 个账户`));
  const problems = read.flatMap((one) => one.problems);
  const accounts = read.flatMap(({ account }) => (account ? [account] : []));
  const ids = accounts.map((account) => account.appId);
  const twice = new Set(ids.filter((id, i) => ids.indexOf(id) !== i));
  for (const id of twice) problems.push(`应用号 ${id} 出现了不止一次`);
  const [first, ...more] = accounts.filter(({ active }) => active);
  if (problems.length === 0 && (!first || more.length > 0))
    problems.push(`应有一个账户是 "active": true，现在有 ${first ? 1 + more.length : 0} 个`);
  if (!first || problems.length > 0) return { problems };
  return { accounts: [first, ...accounts.filter(({ active }) => !active)] };
}

/** What the file holds; a text says why it cannot be read. Its content is not repeated: it may hold keys. */
function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return `读不到 ${path}（${(error as NodeJS.ErrnoException).code}）`;
  }
  try {
    return JSON.parse(text);
  } catch {
    return `${path} 不是 JSON`;
  }
}

type Read = z.output<typeof keyMode> | z.output<typeof certificateMode>;

function readAccount(given: unknown, place: string): { account: Read | null; problems: string[] } {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { account: null, problems: [`${place}：应是一个对象`] };
  const { values, problems } = withFiles({ ...given }, place);
  const schema = "appCert" in values || "alipayPublicCert" in values ? certificateMode : keyMode;
  const parsed = schema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${place}${wordsOf(issue, values)}`);
  return { account: parsed.data && problems.length === 0 ? parsed.data : null, problems };
}

/** `nameFile` read into `name`. A file that cannot be read is the one problem of its value. */
function withFiles(
  given: Record<string, unknown>,
  place: string,
): { values: Record<string, unknown>; problems: string[] } {
  const problems: string[] = [];
  const values = { ...given };
  for (const name of SECRETS) {
    const paths = values[`${name}File`];
    if (paths === undefined) continue;
    delete values[`${name}File`];
    if (name in values) problems.push(`${place}的 ${name}：与 ${name}File 只能设置一个`);
    const texts = (Array.isArray(paths) ? paths : [paths]).map((path: unknown) => readText(path));
    for (const { problem } of texts) if (problem) problems.push(`${place}的 ${name}File：${problem}`);
    values[name] = Array.isArray(paths) ? texts.map(({ text }) => text) : texts[0]?.text;
  }
  return { values, problems };
}

function readText(path: unknown): { text: string; problem?: string } {
  if (typeof path !== "string") return { text: "", problem: "应是文件的路径" };
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (error) {
    return { text: "", problem: `读不到 ${path}（${(error as NodeJS.ErrnoException).code}）` };
  }
}

function wordsOf(issue: z.core.$ZodIssue, values: Record<string, unknown>): string {
  if (issue.code === "unrecognized_keys") return `：不认识 ${issue.keys.join("、")}`;
  const [name = "", ...rest] = issue.path.map(String);
  if (!(name in values)) return `的 ${name}：没有设置`;
  const at = rest.length > 0 ? `第 ${Number(rest[0]) + 1} 个` : "";
  // Of a list or one value, zod says that neither fits; what is wrong with the value says more.
  const message =
    issue.code === "invalid_union"
      ? (issue.errors.flat().find(({ code }) => code === "custom")?.message ?? "格式不对")
      : issue.message;
  return `的 ${name}${at}：${message}`;
}
