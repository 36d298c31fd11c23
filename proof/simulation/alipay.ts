import { resolve } from "node:path";
import { startChild } from "../../scripts/child.ts";

/** One movement of money, by Alipay's own books. */
export interface Movement {
  readonly kind: "pay" | "refund";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo?: string;
  readonly fen: number;
}

export interface FaultRule {
  readonly fault: string;
  readonly method?: string;
  readonly outTradeNo?: string;
  readonly times?: number;
  readonly nth?: number;
  readonly subCode?: string;
  readonly delayMs?: number;
  readonly landsAfterMs?: number;
}

interface FaultKind {
  readonly fault: string;
  readonly on: "gateway" | "notify" | "return";
}

const MERCHANT_PURSE = "2088000000000001";
const BUYERS = ["2088000000000002", "2088000000000003"] as const;
const RICH = 10 ** 12;

/** Client of the local Alipay's control interface. */
export class Alipay {
  readonly #origin: string;
  readonly stop: () => Promise<void>;

  private constructor(origin: string, stop: () => Promise<void>) {
    this.#origin = origin;
    this.stop = stop;
  }

  static async start(folder: string): Promise<Alipay> {
    const child = startChild({
      name: "本地支付宝",
      args: [resolve(import.meta.dirname, "../../packages/alipay-sandbox/src/server.ts")],
      env: { SANDBOX_PORT: "0", SANDBOX_CLOCK: "real", SANDBOX_DATA: "" },
      logFile: resolve(folder, "sandbox.log"),
    });
    const [, origin] = await child.says(/^SANDBOX_URL=(\S+)$/m, 60_000);
    const alipay = new Alipay(origin!, () => child.stop());
    for (const owner of [MERCHANT_PURSE, ...BUYERS]) await alipay.setBalance(owner, RICH);
    return alipay;
  }

  async control<Answer>(path: string, body?: object, method = body ? "POST" : "GET"): Promise<Answer> {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(`${this.#origin}/control/${path}`, init);
    if (!response.ok) throw new ControlRefused(response.status, `${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  /** Merchant configuration for the app. */
  async environment(): Promise<Record<string, string>> {
    const merchant = await this.control<Record<string, string>>("merchant");
    return {
      ALIPAY_APP_ID: merchant.appId!,
      ALIPAY_SELLER_ID: merchant.sellerId!,
      ALIPAY_GATEWAY: merchant.gateway!,
      ALIPAY_PRIVATE_KEY: merchant.privateKey!,
      ALIPAY_PUBLIC_KEY: merchant.publicKey!,
    };
  }

  /** A buyer at the cashier. Null when Alipay refuses: paid already, closed, too late. */
  async buy(
    payUrl: string,
    memberId: bigint,
    until: "login" | "paid" = "paid",
  ): Promise<{ outTradeNo: string; returnUrl?: string } | null> {
    try {
      return await this.control("buy", { payUrl, until, buyer: BUYERS[Number(memberId) % BUYERS.length] });
    } catch (error) {
      if (error instanceof ControlRefused && error.status === 409) return null;
      throw error;
    }
  }

  /** The trade's notice with some fields replaced, validly signed. */
  async noticeOf(outTradeNo: string, overrides: Record<string, string>): Promise<string> {
    return (await this.control<{ body: string }>("notice", { outTradeNo, overrides })).body;
  }

  /** The merchant refunds in Alipay's console. Null when Alipay refuses: nothing is left, or it is too much. */
  async refundInConsole(outTradeNo: string, amountFen?: number): Promise<{ outRequestNo: string } | null> {
    try {
      return await this.control("refund", { outTradeNo, ...(amountFen === undefined ? {} : { amountFen }) });
    } catch (error) {
      if (error instanceof ControlRefused && error.status === 409) return null;
      throw error;
    }
  }

  /** The true notice of one refund. */
  async noticeOfRefund(outTradeNo: string, outRequestNo: string): Promise<string> {
    return (await this.control<{ body: string }>("notice", { outTradeNo, outRequestNo })).body;
  }

  async statement(): Promise<Movement[]> {
    return (await this.control<{ movements: Movement[] }>("statement")).movements;
  }

  async faultKinds(): Promise<FaultKind[]> {
    return (await this.control<{ available: FaultKind[] }>("faults")).available;
  }

  async plant(rule: FaultRule): Promise<number> {
    return (await this.control<{ id: number }>("faults", rule)).id;
  }

  async uproot(id: number): Promise<void> {
    await this.control(`faults?id=${id}`, undefined, "DELETE");
  }

  /** Removes every fault; returns how often each was applied. */
  async uprootAll(): Promise<Record<string, number>> {
    const { rules } = await this.control<{ rules: { fault: string; hits: number }[] }>("faults");
    await this.control("faults", undefined, "DELETE");
    const struck: Record<string, number> = {};
    for (const { fault, hits } of rules) if (hits > 0) struck[fault] = (struck[fault] ?? 0) + hits;
    return struck;
  }

  async setBalance(owner: string, fen: number): Promise<void> {
    await this.control("balance", { owner, fen });
  }

  /** The merchant balance, from which refunds are paid. */
  async fillPurse(fen = RICH): Promise<void> {
    await this.setBalance(MERCHANT_PURSE, fen);
  }

  /** Its clock jumps; what became due there has happened, answers included, when this returns. */
  async letTimePass(ms: number): Promise<void> {
    await this.control("clock", { advanceMs: ms });
    await this.control("idle", {});
  }
}

class ControlRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(`sandbox ${message}`);
    this.status = status;
  }
}
