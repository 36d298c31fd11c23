import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { childEnv } from "../../scripts/environment.mjs";
import { beijingText } from "../core/time.ts";
import { NOW } from "./builders.ts";

/** A rule of the sandbox's faults; packages/alipay-sandbox/README.md lists the names. */
export interface FaultRule {
  readonly fault: string;
  readonly method?: string;
  readonly outTradeNo?: string;
  readonly nth?: number;
  readonly times?: number;
  readonly subCode?: string;
  /** fund-change-n: the money arrives this much later by Alipay's clock; absent: never. */
  readonly landsAfterMs?: number;
}

export interface Bought {
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly status: string;
}

let origin = "";

/**
 * Starts a local Alipay for this test file: its own process, clock frozen at the start time, emptied before every test.
 * Call it before the environment is read.
 */
export function useSandbox(): void {
  let sandbox: ChildProcess;
  beforeAll(async () => {
    const env = childEnv({ SANDBOX_PORT: "0", SANDBOX_CLOCK: `frozen ${beijingText(NOW)}` });
    const server = "packages/alipay-sandbox/src/server.ts";
    sandbox = spawn(process.execPath, [server], { env, stdio: ["ignore", "pipe", "inherit"] });
    origin = await originOf(sandbox);
    const merchant = await control<Record<string, string>>("merchant");
    vi.stubEnv("ALIPAY_GATEWAY", merchant.gateway);
    vi.stubEnv("ALIPAY_APP_ID", merchant.appId);
    vi.stubEnv("ALIPAY_SELLER_ID", merchant.sellerId);
    vi.stubEnv("ALIPAY_PRIVATE_KEY", merchant.privateKey);
    vi.stubEnv("ALIPAY_PUBLIC_KEY", merchant.publicKey);
  });
  beforeEach(() => control("reset", {}));
  afterAll(() => void sandbox.kill());
}

async function originOf(sandbox: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: sandbox.stdout! })) {
    const [, url] = /^SANDBOX_URL=(\S+)$/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error("the sandbox ended without saying where it listens");
}

async function control<Answer>(path: string, body?: object): Promise<Answer> {
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${origin}/control/${path}`, init);
  if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** What an application must be told of its merchant; the certificates in certificate mode alone. */
export interface MerchantSettings {
  readonly appId: string;
  readonly sellerId: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly appCert?: string;
  readonly alipayPublicCert?: string;
  readonly alipayRootCert?: string;
}

/** The merchant that the environment names. */
export function firstMerchant(): Promise<MerchantSettings> {
  return control("merchant");
}

/** Another merchant of the same Alipay. */
export function addMerchant(wanted: {
  appId: string;
  sellerId: string;
  certificates?: boolean;
}): Promise<MerchantSettings> {
  return control("merchants", wanted);
}

/** The key or certificate that Alipay will sign with after the next change. */
export function nextAlipayKey(appId: string): Promise<{ publicKey: string; alipayPublicCert?: string }> {
  return control("next-key", { appId });
}

/** Changes the keys of one side at once; answers the settings of now. */
export function rotateKeys(appId: string, whose: "merchant" | "alipay"): Promise<MerchantSettings> {
  return control("rotate", { appId, whose });
}

/** A buyer opens the cashier address, signs in and pays (unless `until`); no notification is sent. */
export function buy(payUrl: string, until: "login" | "paid" = "paid"): Promise<Bought> {
  return control("buy", { payUrl, until, notify: false });
}

export function plantFault(rule: FaultRule): Promise<void> {
  return control("faults", rule);
}

/** Alipay works again. */
export async function clearFaults(): Promise<void> {
  await fetch(`${origin}/control/faults`, { method: "DELETE" });
}

/** What is planted in a bill; packages/alipay-sandbox/README.md says what each does. */
export function plantDifference(
  difference:
    | { kind: "missing" | "late-refund"; outTradeNo: string }
    | { kind: "wrong-amount" | "coupon"; outTradeNo: string; amountFen: number }
    | { kind: "extra"; outTradeNo: string; amountFen: number; billDate: string }
    | { kind: "foreign"; outTradeNo: string; amountFen: number; billDate: string; count: number }
    | { kind: "odd"; outTradeNo: string; amountFen: number; billDate: string; businessType: string },
): Promise<void> {
  return control("bill", difference);
}

/** Moves Alipay's clock and waits until everything due has happened. */
export function setAlipayClock(now: Date): Promise<void> {
  return control("clock", { at: now.getTime() });
}

/** The genuine notice of a trade as it stands, as the body that would be posted; `overrides` are signed too. */
export async function noticeOf(outTradeNo: string, overrides: Record<string, string | null> = {}): Promise<string> {
  return (await control<{ body: string }>("notice", { outTradeNo, overrides })).body;
}

/** The genuine notice of one refund of a trade, whoever made it. */
export async function noticeOfRefund(outTradeNo: string, outRequestNo: string): Promise<string> {
  return (await control<{ body: string }>("notice", { outTradeNo, outRequestNo })).body;
}

/** Any fields, signed by Alipay's key; `sign_type` decides how, `twice` repeats fields, `charset` may be gbk. */
export async function signByAlipay(
  fields: Record<string, string>,
  options: { charset?: "gbk"; twice?: string[] } = {},
): Promise<string> {
  return (await control<{ body: string }>("sign", { fields, ...options })).body;
}

/** The methods that were called about a trade, oldest first. */
export async function callsAbout(outTradeNo: string): Promise<string[]> {
  const calls = await control<{ method: string }[]>(`calls?outTradeNo=${outTradeNo}`);
  return calls.map((call) => call.method);
}

/** Where a trade stands at Alipay; undefined before a buyer opened it. */
export async function tradeAtAlipay(outTradeNo: string): Promise<string | undefined> {
  const trades = await control<{ status: string }[]>(`trades?outTradeNo=${outTradeNo}`);
  return trades[0]?.status;
}

export interface RefundAtAlipay {
  readonly outRequestNo: string;
  readonly amountFen: number;
  /** Absent while the money is on its way. */
  readonly doneAt?: number;
}

/** Every refund of a trade in Alipay's books. */
export async function refundsAtAlipay(outTradeNo: string): Promise<RefundAtAlipay[]> {
  const trades = await control<{ refunds: RefundAtAlipay[] }[]>(`trades?outTradeNo=${outTradeNo}`);
  return trades.flatMap((trade) => trade.refunds);
}

/** The merchant balance at Alipay. */
export function setSellerBalance(fen: number): Promise<void> {
  return control("balance", { owner: "2088000000000001", fen });
}
