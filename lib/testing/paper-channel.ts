import { afterEach, beforeEach } from "vitest";
import type {
  BillLine,
  Cashier,
  CashierRequest,
  Channel,
  MerchantAccount,
  RefundNumbers,
  RefundRequest,
} from "../channels/channel.ts";
import { CHANNELS } from "../channels/channels.ts";
import type { PaymentMethod } from "../core/states.ts";
import { beijingText } from "../core/time.ts";
import { SHORT_OF_MONEY, type TradeFact } from "../core/trade.ts";

const PAPER = "paper" as PaymentMethod;

interface PaperTrade {
  readonly tradeNo: string;
  readonly request: CashierRequest;
  state: TradeFact["state"];
  paidAt: Date | null;
}

interface PaperRefund extends RefundRequest {
  readonly doneAt: Date;
}

/**
 * A second channel, as small as one can be: a book on the counter. Its numbers, its notices (JSON, trusted) and its bill
 * are like nothing of Alipay's. `balanceFen`: what the merchant can pay back from.
 */
export class PaperChannel implements Channel, MerchantAccount {
  readonly method = PAPER;
  readonly merchant = { appId: "counter-1", sellerId: "paper-shop" };
  balanceFen = 1_000_000;
  /** The calls that reached it, oldest first. */
  readonly calls: string[] = [];
  readonly #cashiers = new Map<string, CashierRequest>();
  readonly #trades: PaperTrade[] = [];
  readonly #refunds: PaperRefund[] = [];

  accounts() {
    return [this] as const;
  }

  isTradeNo(text: string): boolean {
    return text.startsWith("PAPER-");
  }

  openCashier(request: CashierRequest): Cashier {
    this.#cashiers.set(request.outTradeNo, request);
    const url = `https://paper.example/${request.kind}/${request.outTradeNo}`;
    return { url, html: `<a href="${url}">付款</a>` };
  }

  /** The buyer opens the cashier, and pays unless `state` says otherwise. Returns the trade number. */
  buy(outTradeNo: string, now: Date, state: "PAID" | "WAITING" = "PAID"): string {
    const tradeNo = `PAPER-${this.#trades.length + 1}`;
    const request = this.#cashiers.get(outTradeNo)!;
    this.#trades.push({ tradeNo, request, state, paidAt: state === "PAID" ? now : null });
    return tradeNo;
  }

  /** What the counter tells of a trade by itself. */
  noticeOf(tradeNo: string): string {
    return JSON.stringify({ tradeNo });
  }

  queryTrade(outTradeNo: string) {
    return this.#answer("queryTrade", ({ request }) => request.outTradeNo === outTradeNo);
  }

  queryTradeNo(tradeNo: string) {
    return this.#answer("queryTradeNo", (trade) => trade.tradeNo === tradeNo);
  }

  async #answer(call: string, isMeant: (trade: PaperTrade) => boolean) {
    this.calls.push(call);
    const trade = this.#trades.find(isMeant);
    return { outcome: "done", trade: trade ? factOf(trade, "QUERY") : null } as const;
  }

  async closeTrade(outTradeNo: string) {
    this.calls.push("closeTrade");
    const trade = this.#trades.find(({ request }) => request.outTradeNo === outTradeNo);
    if (trade) trade.state = "CLOSED";
    return { outcome: "done", closed: trade !== undefined } as const;
  }

  async refundTrade(request: RefundRequest, now: Date) {
    this.calls.push("refundTrade");
    if (request.amountFen > this.balanceFen)
      return { outcome: "refused", code: SHORT_OF_MONEY, message: "空" } as const;
    const isKnown = this.#refunds.some(({ outRequestNo }) => outRequestNo === request.outRequestNo);
    if (!isKnown) this.#refunds.push({ ...request, doneAt: now });
    return { outcome: "done", moved: !isKnown } as const;
  }

  async queryRefund({ outRequestNo }: RefundNumbers) {
    this.calls.push("queryRefund");
    const refund = this.#refunds.find((one) => one.outRequestNo === outRequestNo);
    return { outcome: "done", refundedFen: refund?.amountFen ?? null } as const;
  }

  readNotice(body: string) {
    const { tradeNo } = JSON.parse(body) as { tradeNo: string };
    const trade = this.#trades.find((one) => one.tradeNo === tradeNo);
    return trade
      ? ({ ok: true, fact: factOf(trade, "NOTIFY") } as const)
      : ({ ok: false, reason: "not in the book" } as const);
  }

  async downloadBill(day: string) {
    this.calls.push("downloadBill");
    const trades = this.#trades
      .filter(({ paidAt }) => paidAt)
      .map((trade) => ({ kind: "TRADE", ...lineOf(trade) }) as const);
    const refunds = this.#refunds.map(({ tradeNo, outTradeNo, outRequestNo, amountFen, doneAt: finishTime }) => {
      return { kind: "REFUND", tradeNo, outTradeNo, outRequestNo, amountFen, feeFen: 0, finishTime } as const;
    });
    const lines: BillLine[] = [...trades, ...refunds]
      .filter(({ finishTime }) => beijingText(finishTime).startsWith(day))
      .map((line, i) => ({ ...line, lineNo: i + 1 }));
    return { outcome: "done", lines, setAside: [], receivedFen: 0 } as const;
  }

  onHealth(): void {
    // A book always answers.
  }
}

function factOf({ tradeNo, request, state, paidAt }: PaperTrade, source: "QUERY" | "NOTIFY"): TradeFact {
  return {
    ...{ paymentMethod: PAPER, outTradeNo: request.outTradeNo, tradeNo, state, amountFen: request.amountFen, paidAt },
    merchant: { appId: "counter-1", sellerId: source === "QUERY" ? null : "paper-shop" },
    isRefund: false,
    source,
    evidenceKey: `paper:${source}:${tradeNo}:${state}`,
    content: `${tradeNo} ${state}`,
  };
}

function lineOf({ tradeNo, request, paidAt }: PaperTrade) {
  const { outTradeNo, amountFen } = request;
  return { tradeNo, outTradeNo, outRequestNo: "", amountFen, feeFen: 0, finishTime: paidAt! };
}

/** A shop with a second channel, new for every test. */
export function usePaper(): { channel: PaperChannel } {
  const paper = { channel: new PaperChannel() };
  beforeEach(() => {
    paper.channel = new PaperChannel();
    CHANNELS.set(PAPER, paper.channel);
  });
  afterEach(() => void CHANNELS.delete(PAPER));
  return paper;
}
