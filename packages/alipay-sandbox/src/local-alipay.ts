/** What `createAlipay()` answers, for tests. Amounts are whole fen, instants epoch milliseconds unless said otherwise. */
import type { Difference } from "./bill-rows.ts";
import type { LoggedCall } from "./call-log.ts";
import type { ClockSetting } from "./clock.ts";
import type { FaultName, FaultRule, KnownFault } from "./faults.ts";
import type { Merchant, NextKey, SwitchChanges, Switches, Whose } from "./merchant.ts";
import type { Notice } from "./notice.ts";
import type { BuyerState } from "./purses.ts";
import type { Statement } from "./statement.ts";
import type { Bought, Refund, TradeView } from "./trade.ts";

export type AlipayOptions = {
  /** Where to listen on 127.0.0.1; any free port when not given. */
  port?: number;
  /** Keys, trades, notices, balances and switches are kept here over a restart; in memory only when not given. */
  dataFolder?: string | undefined;
  /** The clock at the start and after every `reset()`; the real time when not given. */
  clock?: ClockSetting;
};

/** A Date, epoch milliseconds, or Beijing time as Alipay writes it: `2026-01-02 03:04:05`. */
export type Instant = Date | number | string;

export type BuyOptions = {
  /** A test buyer by id, name or login; 林晓, who has enough, when not given. */
  buyer?: string;
  /** `login`: the trade comes into being and stays unpaid. `paid`, when not given: it is paid. */
  until?: "login" | "paid";
  /** false: the notice of this payment is never sent. */
  notify?: boolean;
};

/** One thing to go wrong. The README says what each fault does and what a merchant should do about it. */
export type FaultOrder = {
  fault: FaultName;
  /** Faults of the gateway: only this method, such as `alipay.trade.refund`; any method when not given. */
  method?: string;
  /** Only orders whose number begins so. */
  outTradeNo?: string;
  /** From which matching call on, counted from 1; the first when not given. */
  nth?: number;
  /** How many calls in a row; 1 when not given, 0 for ever. */
  times?: number;
  /** `business-error`: the error to answer, such as `ACQ.SELLER_BALANCE_NOT_ENOUGH`. */
  subCode?: string;
  subMsg?: string;
  /** `http-502`: another HTTP status. */
  status?: number;
  /** `notify-delay`: how much later by the local Alipay's clock. `slow-drip`: between two bytes. */
  delayMs?: number;
  /** `fund-change-n`: when the money moves after all; never when not given. */
  landsAfterMs?: number;
};

/**
 * The local Alipay's own time: deadlines, retries of notices, bills. Each change resolves once everything that became
 * due has happened and the merchants have answered the notices among it (or failed to, within 8 seconds).
 */
export interface AlipayClock {
  /** Epoch milliseconds as this Alipay sees them. */
  now(): number;
  /** Stops the time, at `at` or where it is. Throws BadRequest for an `at` that is no instant. */
  freeze(at?: Instant): Promise<void>;
  /** Moves forward by `ms`. */
  advance(ms: number): Promise<void>;
  /** Lets the time run `times` as fast from here on. */
  speedUp(times: number): Promise<void>;
  /** Back to the time of this machine. */
  real(): Promise<void>;
}

export interface AlipayFaults {
  /** Every fault there is. */
  known(): KnownFault[];
  /** Answers the rule with its `id`. Throws an Error that says what is wrong with the order. */
  add(order: FaultOrder): FaultRule;
  /** The rules with how many calls each has `seen` and `hits`. */
  list(): FaultRule[];
  /** Takes back one rule, or all. */
  clear(id?: number): void;
}

export interface AlipayBuyers {
  list(): BuyerState[];
  /** `who`: a buyer by id, name or login, or the merchant by `merchant.sellerId`. Throws BadRequest for anyone else. */
  setBalance(who: string, fen: number): void;
}

export type FormOptions = {
  /** Written and signed in GBK instead of UTF-8. */
  charset?: "gbk";
  /** Fields that stand two times in the form. */
  twice?: string[];
};

export interface AlipayNotices {
  /** Every notice with its deliveries and what the merchant answered; those of one order number, or all. */
  list(outTradeNo?: string): Notice[];
  /** Resolves once every notice that is due has been sent and answered. */
  idle(): Promise<void>;
  /** Sends the newest notice of a trade once more and answers it. Throws BadRequest when there is none, or no address. */
  resend(outTradeNo: string): Promise<Notice>;
  /**
   * The body of the notice of a trade as it stands, or of its refund `outRequestNo`, signed by Alipay; a field in
   * `overrides` replaces the true one and null removes it. Throws BadRequest for an unknown trade or refund.
   */
  form(
    outTradeNo: string,
    options?: FormOptions & { outRequestNo?: string; overrides?: Record<string, string | null> },
  ): string;
  /** The body of a form of any fields, signed by Alipay. */
  sign(fields: Record<string, string>, options?: FormOptions): string;
}

/** More merchants than the first. They outlive a `reset()`, as keys do. */
export interface AlipayMerchants {
  list(): Merchant[];
  /**
   * Adds one and answers what its application must be told. `certificates`: certificate mode. Two apps may have one seller. Rejects
   * with BadRequest for numbers that are none, or an app that there is.
   */
  add(wanted: { appId: string; sellerId: string; certificates?: boolean }): Promise<Merchant>;
  /** What Alipay will sign with after the next `rotate(appId, "alipay")`, so that an application can take it in before. */
  nextKey(appId: string): Promise<NextKey>;
  /** Changes the keys of one side at once. Answers what the application must be told now. */
  rotate(appId: string, whose: Whose): Promise<Merchant>;
}

export interface AlipaySwitches {
  /** Where the real behaviour depends on a contract, or nobody knows it: how this Alipay behaves. */
  current(): Switches;
  /** Throws an Error for an unknown switch or a value of another type. */
  change(changes: SwitchChanges): void;
}

export interface AlipayBills {
  /** Makes the bills differ from what happened. */
  plant(difference: Difference): void;
  /** Takes every planted difference back. */
  clear(): void;
}

/** One Alipay in this process. Several may run at once; they know nothing of each other. */
export interface LocalAlipay {
  /** `http://127.0.0.1:PORT`; a browser finds the console there. */
  readonly url: string;
  /** `url` + `/gateway.do`: what an SDK calls its gateway. */
  readonly gateway: string;
  /** The five settings of the first merchant at the start, with the keys as an SDK wants them. */
  readonly merchant: Merchant;
  readonly merchants: AlipayMerchants;
  readonly clock: AlipayClock;
  readonly faults: AlipayFaults;
  readonly buyers: AlipayBuyers;
  readonly notices: AlipayNotices;
  readonly switches: AlipaySwitches;
  readonly bills: AlipayBills;
  /**
   * A buyer opens a signed pay address (or a cashier's, or a QR code's), logs in and pays. Throws Refusal with the
   * `subCode` a buyer would be shown, such as `ACQ.TRADE_HAS_SUCCESS`, and BadRequest for what is no pay address.
   */
  buy(payUrl: string, options?: BuyOptions): Bought;
  /**
   * The merchant refunds in Alipay's own console: `amountFen` of a trade, or what is left of it, under a number of its own unless one
   * is given. Throws the Refusal of a refund, such as `ACQ.TRADE_HAS_CLOSE`, and BadRequest for an unknown trade.
   */
  refund(outTradeNo: string, options?: { amountFen?: number; outRequestNo?: string }): Refund;
  /** The trades with refunds and history, oldest first; those of one order number, or all. */
  trades(outTradeNo?: string): TradeView[];
  /** The last 500 calls of the gateway, oldest first; those of one order number, or all. */
  calls(outTradeNo?: string): LoggedCall[];
  /** Every movement of money and every balance. */
  statement(): Statement;
  /** Back to the first minute: no trade, notice, fault or call; switches, balances and clock as at the start. Keys stay. */
  reset(): Promise<void>;
  /** Stops listening and sending. Harmless twice. */
  close(): Promise<void>;
}
