/** Decides which events are notified, sends them, and resends on Alipay's schedule until `success`. */
import type { KeyObject } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { ActiveFault, FaultName, Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import type { NoticeKind, Switches } from "./merchant.ts";
import { sentForm } from "./forgeries.ts";
import type { Delivery, Notice, NoticeState } from "./notice.ts";
import { tradeNotice } from "./notice-form.ts";
import { noticeAgent, postNotice, wasAccepted } from "./post-notice.ts";
import { beijing } from "./beijing-time.ts";
import type { TradeEvent } from "./trade-book.ts";
import { refundedFen, type Trade, type TradeStatus } from "./trade.ts";

const MINUTE_MS = 60_000;
/** Minutes after the first send: 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h apart. */
const SEND_AFTER_MINUTES = [0, 4, 14, 24, 84, 204, 564, 1464] as const;
const FINISHED_KEPT = 2_000;
const KIND_OF = {
  WAIT_BUYER_PAY: "created",
  TRADE_SUCCESS: "paid",
  TRADE_CLOSED: "closed",
  TRADE_FINISHED: "finished",
} as const satisfies Record<TradeStatus, NoticeKind>;

type Parts = {
  clock: Clock;
  faults: Faults;
  journal: Journal;
  switches: Switches;
  key: (appId: string | undefined) => KeyObject;
};

export class Notifier {
  #parts: Parts;
  #notices = new Map<string, Notice>();
  #finished = new Set<string>();
  /** The fault of the next sending, by notify_id. */
  #nextSend = new Map<string, FaultName>();
  #sending = new Set<Promise<void>>();
  #agent = noticeAgent();
  #note: (outTradeNo: string, text: string) => void;

  constructor(parts: Parts, note: (outTradeNo: string, text: string) => void) {
    this.#parts = parts;
    this.#note = note;
    for (const notice of parts.journal.loaded<Notice>("notice").values()) this.#restore(notice);
  }

  all(): Notice[] {
    return [...this.#notices.values()];
  }

  /** Handles an event of a trade: notifies the merchant or records why not. */
  announce(event: TradeEvent): void {
    const { trade } = event;
    const silence = this.#silence(event);
    if (silence) return this.#note(trade.request.outTradeNo, `不发 ${trade.status} 通知：${silence}`);
    const notice = this.#open(event);
    const fault = event.quiet ? undefined : this.#parts.faults.strike("notify", "notify", trade.request.outTradeNo);
    if (event.quiet) this.#finish(notice, "dropped", "这一次付款被要求不通知");
    else if (fault) this.#bend(notice, fault);
    else this.#schedule(notice, notice.firstAt);
  }

  /** Resends the latest notification of a trade immediately and returns it with the answer. */
  async resend(trade: Trade): Promise<Notice> {
    const last = this.all().findLast((one) => one.outTradeNo === trade.request.outTradeNo);
    const notice = last ?? this.#open({ kind: KIND_OF[trade.status], trade });
    this.#schedule(notice, this.#parts.clock.now());
    await this.idle();
    return notice;
  }

  /** Waits until nothing that is due remains unsent. */
  async idle(): Promise<void> {
    while (this.#parts.clock.ringDue() || this.#sending.size > 0) await Promise.allSettled([...this.#sending]);
  }

  /** Forgets every notice, cuts off the merchants that are answering one, and waits until none is under way. */
  async reset(): Promise<void> {
    this.#notices.clear();
    this.#finished.clear();
    this.#nextSend.clear();
    this.#agent.destroy();
    await Promise.allSettled([...this.#sending]);
  }

  #open({ kind, trade, refund }: TradeEvent): Notice {
    const { clock, switches } = this.#parts;
    const firstAt = clock.now();
    const fields = tradeNotice(trade, firstAt, switches, refund);
    const { notify_id: notifyId = "" } = fields;
    const head = { notifyId, outTradeNo: trade.request.outTradeNo, kind, tradeStatus: trade.status };
    const url = trade.request.notifyUrl ?? "";
    const notice: Notice = { ...head, url, state: "waiting", reason: "即将发送", firstAt, deliveries: [], fields };
    this.#notices.set(notifyId, notice);
    return notice;
  }

  #silence({ kind, trade }: TradeEvent): string | undefined {
    const { switches } = this.#parts;
    if (!trade.request.notifyUrl) return "付款请求没有带 notify_url";
    if (!switches.notifyEnabled) return "通知总开关已关（notifyEnabled）";
    const row = switches.triggers[trade.request.product];
    if (kind !== "refunded") return row[kind] ? undefined : "该产品默认不发这类通知（triggers）";
    const whole = refundedFen(trade) === trade.request.amountFen;
    if (whole && row.closed) return undefined;
    const told = switches.refundNotify === "all" || (switches.refundNotify === "partial" && !whole);
    return told ? undefined : whole ? "全额退款默认不通知（refundNotify）" : "部分退款不通知（refundNotify）";
  }

  #bend(notice: Notice, fault: ActiveFault): void {
    this.#note(notice.outTradeNo, `故障 ${fault.rule.fault}：${fault.about}`);
    const now = this.#parts.clock.now();
    if (fault.shape === "drop") return this.#finish(notice, "dropped", "故障 notify-drop：永不发送");
    if (fault.shape === "double" || fault.shape === "forge") this.#nextSend.set(notice.notifyId, fault.rule.fault);
    if (fault.shape === "hold") {
      notice.state = "held";
      notice.reason = "故障 notify-reorder：等下一个通知之后再发";
      return this.#save(notice);
    }
    if (fault.shape === "late") notice.firstAt = now + (fault.rule.delayMs ?? 60_000);
    this.#schedule(notice, notice.firstAt);
  }

  #schedule(notice: Notice, at: number): void {
    notice.state = "waiting";
    notice.nextAt = at;
    if (notice.deliveries.length === 0) notice.reason = `将在 ${beijing(at)} 发送`;
    this.#save(notice);
    this.#parts.clock.alarm(at, () => {
      if (this.#notices.get(notice.notifyId) !== notice || notice.nextAt !== at) return;
      const sending = this.#send(notice).finally(() => this.#sending.delete(sending));
      this.#sending.add(sending);
    });
  }

  async #send(notice: Notice): Promise<void> {
    const { clock, switches, key } = this.#parts;
    const at = clock.now();
    delete notice.nextAt;
    const fields = switches.freshNotifyTime ? { ...notice.fields, notify_time: beijing(at) } : notice.fields;
    const fault = this.#nextSend.get(notice.notifyId);
    this.#nextSend.delete(notice.notifyId);
    const form = sentForm(fields, key(fields["app_id"]), fault);
    const post = (): Promise<Delivery> => postNotice(notice.url, form, at, switches, this.#agent);
    const deliveries = await Promise.all(fault === "notify-duplicate" ? [post(), post()] : [post()]);
    if (this.#notices.get(notice.notifyId) !== notice) return;
    notice.deliveries.push(...deliveries);
    const attempt = notice.deliveries.length - (deliveries.length - 1);
    const accepted = deliveries.some((one) => wasAccepted(one, switches));
    this.#afterSend(notice, accepted, attempt, deliveries.at(-1));
    this.#releaseHeld(notice);
  }

  #afterSend(notice: Notice, accepted: boolean, attempt: number, last: Delivery | undefined): void {
    const answer = describeAnswer(last);
    this.#note(
      notice.outTradeNo,
      `通知 ${notice.tradeStatus} 第 ${attempt} 次：${accepted ? "商户回答 success" : answer}`,
    );
    if (accepted) return this.#finish(notice, "delivered", "商户回答 success");
    const wait = SEND_AFTER_MINUTES[attempt];
    if (wait === undefined) return this.#finish(notice, "gave-up", `发了 ${attempt} 次，最后一次：${answer}`);
    const next = notice.firstAt + wait * MINUTE_MS;
    notice.reason = `${answer}；第 ${attempt + 1} 次将在 ${beijing(next)} 发送`;
    this.#schedule(notice, next);
  }

  /** A reordered notification is sent after the next one of its trade. */
  #releaseHeld(sent: Notice): void {
    for (const notice of this.#notices.values()) {
      if (notice.state !== "held" || notice.outTradeNo !== sent.outTradeNo) continue;
      notice.firstAt = this.#parts.clock.now();
      this.#schedule(notice, notice.firstAt);
    }
  }

  /** The oldest finished notifications are dropped. */
  #finish(notice: Notice, state: NoticeState, reason: string): void {
    notice.state = state;
    notice.reason = reason;
    this.#save(notice);
    this.#finished.delete(notice.notifyId);
    this.#finished.add(notice.notifyId);
    if (this.#finished.size <= FINISHED_KEPT) return;
    const [oldest = ""] = this.#finished;
    this.#finished.delete(oldest);
    this.#notices.delete(oldest);
    this.#parts.journal.forget("notice", oldest);
  }

  #save(notice: Notice): void {
    this.#parts.journal.write("notice", notice.notifyId, notice);
  }

  #restore(notice: Notice): void {
    this.#notices.set(notice.notifyId, notice);
    if (notice.state === "waiting") this.#schedule(notice, notice.nextAt ?? this.#parts.clock.now());
    else if (notice.state !== "held") this.#finished.add(notice.notifyId);
  }
}

/** The merchant's answer, described for a developer. */
export function describeAnswer(delivery: Delivery | undefined): string {
  if (!delivery) return "还没有发送";
  if (delivery.error !== undefined) return `没有收到回答（${delivery.error}）`;
  if (delivery.status >= 300 && delivery.status < 400) return `商户回答 HTTP ${delivery.status}，支付宝不跟随跳转`;
  if (delivery.status !== 200) return `商户回答 HTTP ${delivery.status}`;
  return `商户回答的不是 success，而是 ${JSON.stringify(delivery.body.slice(0, 40))}`;
}

/** Why the callback of this trade did or did not come: the reason of the latest notification, or why none was sent. */
export function whyNoCallback(trade: Trade, notices: Notice[]): string {
  const last = notices.at(-1);
  if (last) return last.reason;
  if (trade.status === "WAIT_BUYER_PAY") return "买家已登录，还没有付款";
  const silence = trade.history.findLast((line) => line.text.startsWith("不发 "));
  return silence?.text ?? "还没有发生需要通知的事";
}
