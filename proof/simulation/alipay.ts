import { writeFile } from "node:fs/promises";
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

/** The merchant accounts of the shop: the one that is there, in key mode, and one with certificates. */
const ACCOUNTS = [
  { appId: "9021000000000001", sellerId: "2088000000000001" },
  { appId: "9021000000000002", sellerId: "2088000000000102", certificates: true },
] as const;
const PURSES = ACCOUNTS.map(({ sellerId }) => sellerId);
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
    await alipay.control("merchants", ACCOUNTS[1]);
    for (const owner of [...PURSES, ...BUYERS]) await alipay.setBalance(owner, RICH);
    return alipay;
  }

  async control<Answer>(path: string, body?: object, method = body ? "POST" : "GET"): Promise<Answer> {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(`${this.#origin}/control/${path}`, init);
    if (!response.ok) throw new ControlRefused(response.status, `${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  /**
   * Configuration for the app, one for each account that is the active one: as while a shop goes over from one to the other. The
   * keys that Alipay will change to are in it already. The files stand in `folder`.
   */
  async environments(folder: string): Promise<Record<string, string>[]> {
    const merchants = await this.control<Record<string, string>[]>("merchants");
    const accounts = await Promise.all(merchants.map((merchant) => this.#accountOf(merchant)));
    return Promise.all(
      accounts.map(async (active, i) => {
        const path = resolve(folder, `accounts-${i}.json`);
        await writeFile(path, JSON.stringify(accounts.map((one) => ({ ...one, active: one === active }))));
        return { ALIPAY_GATEWAY: merchants[i]!.gateway!, ALIPAY_ACCOUNTS_FILE: path };
      }),
    );
  }

  async #accountOf(merchant: Record<string, string>): Promise<object> {
    const { appId, sellerId, privateKey, publicKey, appCert, alipayPublicCert, alipayRootCert } = merchant;
    const next = await this.control<Record<string, string>>("next-key", { appId });
    const common = { appId, sellerId, privateKey };
    return appCert
      ? { ...common, appCert, alipayRootCert, alipayPublicCert: [alipayPublicCert, next.alipayPublicCert] }
      : { ...common, alipayPublicKey: [publicKey, next.publicKey] };
  }

  /** Goes over to the keys that it has announced. */
  async changeKeys(): Promise<void> {
    for (const { appId } of ACCOUNTS) await this.control("rotate", { appId, whose: "alipay" });
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

  /** The merchant's balances, from which refunds are paid. */
  async fillPurse(fen = RICH): Promise<void> {
    for (const owner of PURSES) await this.setBalance(owner, fen);
  }

  /** Its clock, in ms since 1970. */
  async clock(): Promise<number> {
    return (await this.control<{ now: number }>("clock")).now;
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
