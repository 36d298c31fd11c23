/** Every trade and what may happen to it. The statement is derived from this book. */
import type { NoticeKind, Switches } from "./merchant.ts";
import { newTradeNo } from "./identifiers.ts";
import type { Clock } from "./clock.ts";
import type { Journal } from "./journal.ts";
import type { Buyer, Purses } from "./purses.ts";
import { refuse } from "./refusal.ts";
import { takeRefund, type RefundAsk, type RefundAnswer } from "./refunding.ts";
import { merchantOfTrade, paidOnce, refundedFen, type PayRequest, type Refund, type Trade } from "./trade.ts";

export type TradeEvent = { kind: NoticeKind; trade: Trade; refund?: Refund; quiet?: boolean };
export type TradeId = { tradeNo?: string | undefined; outTradeNo?: string | undefined };
export type BookParts = { clock: Clock; journal: Journal; purses: Purses; switches: Switches };

const DAY_MS = 86_400_000;
const HISTORY_LINES = 60;

export class TradeBook {
  readonly parts: BookParts;
  #trades = new Map<string, Trade>();
  #outTradeNos = new Map<string, string>();
  #deadlines = new Map<string, () => void>();
  #tell: (event: TradeEvent) => void;

  constructor(parts: BookParts, tell: (event: TradeEvent) => void) {
    this.parts = parts;
    this.#tell = tell;
    for (const trade of parts.journal.loaded<Trade>("trade").values()) this.#restore(trade);
  }

  all(): Trade[] {
    return [...this.#trades.values()];
  }

  /** Finds by trade_no, which wins, or out_trade_no; deadlines that have passed are applied first. */
  find(id: TradeId): Trade | undefined {
    const outTradeNo = id.tradeNo ? this.#outTradeNos.get(id.tradeNo) : id.outTradeNo;
    const trade = outTradeNo === undefined ? undefined : this.#trades.get(outTradeNo);
    if (trade) this.#applyDeadline(trade);
    return trade;
  }

  /** What Alipay checks when the cashier opens: the number must not be paid, closed, or used for something else. */
  checkOpen(request: PayRequest): void {
    const trade = this.find({ outTradeNo: request.outTradeNo });
    if (trade?.status === "TRADE_CLOSED") throw refuse("ACQ.TRADE_HAS_CLOSE");
    if (trade && trade.status !== "WAIT_BUYER_PAY") throw refuse("ACQ.TRADE_HAS_SUCCESS");
    if (trade && trade.request.context !== request.context) throw refuse("ACQ.CONTEXT_INCONSISTENT");
    const now = this.parts.clock.now();
    const late = request.expireAt + this.parts.switches.expiryGraceMs <= now;
    const codeDead = request.codeDiesAt !== undefined && request.codeDiesAt <= now;
    if (!trade && (late || codeDead)) throw refuse("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
  }

  /** The buyer scanned or logged in: creates the trade for this buyer. */
  bind(request: PayRequest, buyer: Buyer): Trade {
    this.checkOpen(request);
    const known = this.find({ outTradeNo: request.outTradeNo });
    if (known && known.buyerId !== buyer.id) throw refuse("ACQ.TRADE_BUYER_NOT_MATCH");
    if (known) return known;
    if (buyer.blocked) throw refuse("ACQ.BUYER_ENABLE_STATUS_FORBID");
    const now = this.parts.clock.now();
    const expireAt = request.expiresAfterMs === undefined ? request.expireAt : now + request.expiresAfterMs;
    const head = { request, tradeNo: newTradeNo(now), buyerId: buyer.id, status: "WAIT_BUYER_PAY" } as const;
    const trade: Trade = { ...head, createdAt: now, expireAt, refunds: [], history: [] };
    this.#trades.set(request.outTradeNo, trade);
    this.#outTradeNos.set(trade.tradeNo, request.outTradeNo);
    this.note(trade, `买家 ${buyer.name} 进入收银台，交易创建`);
    this.#watchDeadline(trade);
    this.#happened({ kind: "created", trade });
    return trade;
  }

  /** Takes the money. `quiet` suppresses the notification of this event. */
  pay(trade: Trade, quiet = false): void {
    this.#applyDeadline(trade);
    if (trade.status === "TRADE_CLOSED") throw refuse("ACQ.TRADE_HAS_CLOSE");
    if (trade.status !== "WAIT_BUYER_PAY") throw refuse("ACQ.TRADE_HAS_SUCCESS");
    const { purses, clock } = this.parts;
    const amount = trade.request.amountFen;
    if (purses.balance(trade.buyerId) < amount) throw refuse("ACQ.BUYER_BALANCE_NOT_ENOUGH");
    purses.move(trade.buyerId, -amount);
    purses.move(merchantOfTrade(trade).sellerId, amount);
    trade.paidAt = clock.now();
    trade.status = "TRADE_SUCCESS";
    this.note(trade, "付款成功");
    this.#watchDeadline(trade);
    this.#happened({ kind: "paid", trade, quiet });
  }

  /** Closes an unpaid trade. */
  close(trade: Trade, why: string): void {
    if (trade.status !== "WAIT_BUYER_PAY") throw refuse("ACQ.TRADE_STATUS_ERROR");
    this.#markClosed(trade, this.parts.clock.now(), why);
  }

  /** Refunds, or returns that this request moved no money. See refunding.ts for the rules. */
  refund(trade: Trade, ask: RefundAsk): RefundAnswer {
    this.#applyDeadline(trade);
    const answer = takeRefund(trade, ask, this.parts);
    if (answer.refund.doneAt === undefined) this.#watchRefund(trade, answer.refund);
    if (answer.moved) this.#refunded(trade, answer.refund);
    else this.save(trade);
    return answer;
  }

  note(trade: Trade, text: string): void {
    trade.history.push({ at: this.parts.clock.now(), text });
    if (trade.history.length > HISTORY_LINES) trade.history.shift();
  }

  save(trade: Trade): void {
    this.parts.journal.write("trade", trade.request.outTradeNo, trade);
  }

  reset(): void {
    for (const cancel of this.#deadlines.values()) cancel();
    this.#trades.clear();
    this.#outTradeNos.clear();
    this.#deadlines.clear();
  }

  /** After a refund: a complete refund closes the trade. */
  #refunded(trade: Trade, refund: Refund): void {
    const { purses } = this.parts;
    purses.move(merchantOfTrade(trade).sellerId, -refund.amountFen);
    purses.move(trade.buyerId, refund.amountFen);
    if (refundedFen(trade) === trade.request.amountFen) {
      trade.status = "TRADE_CLOSED";
      trade.closedAt = this.parts.clock.now();
      this.#deadlines.get(trade.tradeNo)?.();
    }
    this.note(trade, `退款成功（${refund.outRequestNo}）`);
    this.#happened({ kind: "refunded", trade, refund });
  }

  /** Completes a pending refund at its scheduled time, if any. */
  #watchRefund(trade: Trade, refund: Refund): void {
    if (refund.pendingMs === undefined) return;
    this.parts.clock.alarm(refund.askedAt + refund.pendingMs, () => {
      if (this.#trades.get(trade.request.outTradeNo) !== trade) return;
      refund.doneAt = this.parts.clock.now();
      this.#refunded(trade, refund);
    });
  }

  #deadline(trade: Trade): number {
    if (trade.status === "WAIT_BUYER_PAY") return trade.expireAt + this.parts.switches.expiryGraceMs;
    if (trade.status !== "TRADE_SUCCESS" || !paidOnce(trade)) return Infinity;
    return trade.paidAt + this.parts.switches.refundWindowDays * DAY_MS;
  }

  #watchDeadline(trade: Trade): void {
    this.#deadlines.get(trade.tradeNo)?.();
    const at = this.#deadline(trade);
    if (at === Infinity) return;
    this.#deadlines.set(
      trade.tradeNo,
      this.parts.clock.alarm(at, () => this.#deadlineRang(trade)),
    );
  }

  /** A changed switch may have moved the deadline; reschedule. */
  #deadlineRang(trade: Trade): void {
    this.#applyDeadline(trade);
    if (this.#deadline(trade) > this.parts.clock.now()) this.#watchDeadline(trade);
  }

  #applyDeadline(trade: Trade): void {
    const at = this.#deadline(trade);
    if (this.parts.clock.now() < at) return;
    if (trade.status === "WAIT_BUYER_PAY") return this.#markClosed(trade, at, "超过支付期限，交易关闭");
    trade.status = "TRADE_FINISHED";
    trade.finishedAt = at;
    this.note(trade, "退款期结束，交易完结");
    this.#happened({ kind: "finished", trade });
  }

  #markClosed(trade: Trade, at: number, why: string): void {
    trade.status = "TRADE_CLOSED";
    trade.closedAt = at;
    this.#deadlines.get(trade.tradeNo)?.();
    this.note(trade, why);
    this.#happened({ kind: "closed", trade });
  }

  #happened(event: TradeEvent): void {
    if (event.trade.status === "TRADE_CLOSED") this.#deadlines.delete(event.trade.tradeNo);
    this.save(event.trade);
    this.#tell(event);
  }

  #restore(trade: Trade): void {
    const { purses } = this.parts;
    this.#trades.set(trade.request.outTradeNo, trade);
    this.#outTradeNos.set(trade.tradeNo, trade.request.outTradeNo);
    const kept = paidOnce(trade) ? trade.request.amountFen - refundedFen(trade) : 0;
    purses.move(trade.buyerId, -kept);
    purses.move(merchantOfTrade(trade).sellerId, kept);
    this.#watchDeadline(trade);
    for (const refund of trade.refunds) if (refund.doneAt === undefined) this.#watchRefund(trade, refund);
  }
}
