import type { NoticeView } from "../contracts/notices.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { after, HOUR_MS, MINUTE_MS, spanText } from "../core/time.ts";

/** Kinds of notices. The texts are here, the facts in the row. */
export type NoticeKind =
  | "PAID"
  | "DELIVERED"
  | "DELIVERY_DELAYED"
  | "PAID_LATE"
  | "CLOSED"
  | "STRAY_PAYMENT"
  | "PAYMENT_MISMATCH"
  | "REFUND_REQUESTED"
  | "REFUND_REJECTED"
  | "REFUND_REFUSED"
  | "REFUNDED"
  | "STRAY_REFUNDED"
  | "OUTSIDE_REFUNDED"
  | "HOLD_RELEASED"
  | "GOODS_TAKEN"
  | "PLAN_ENDING"
  | "CREDITS_GIVEN"
  | "CREDITS_TAKEN"
  | "INVOICE_ISSUED"
  | "INVOICE_REFUSED"
  | "INVOICE_RED"
  | "INVOICE_RED_REFUSED";

export type NoticeFacts = Readonly<Record<string, string | number | null>>;

type Words = Pick<NoticeView, "title" | "body">;

const WORDS: Record<NoticeKind, (facts: NoticeFacts) => Words> = {
  PAID: (f) => ({ title: "付款成功", body: `「${f.product}」已付款 ¥${f.amount}，商品已到账。` }),
  DELIVERED: (f) => ({ title: "商品已到账", body: `「${f.product}」已经发放到你的账户。` }),
  DELIVERY_DELAYED: (f) => ({
    title: "已收到付款，发放稍有延迟",
    body: `「${f.product}」的付款 ¥${f.amount} 已经收到，系统正在自动补发，你不需要再次付款。`,
  }),
  PAID_LATE: (f) => ({
    title: "订单关闭后收到付款，已照常发放",
    body: `「${f.product}」的付款 ¥${f.amount} 在订单关闭后到账，我们已照常发放。如不需要，可在付款后 ${spanText(REFUND_WINDOW_MS)}内申请退款。`,
  }),
  CLOSED: (f) => ({
    title: "订单已关闭",
    body: `「${f.product}」的订单${f.why}，${closedMoney(f)}。需要时可以重新下单。`,
  }),
  PAYMENT_MISMATCH: (f) => ({
    title: "收到一笔与订单不符的付款",
    body: `「${f.product}」收到一笔 ¥${f.amount} 的付款，与订单金额不符，没有计入这笔订单。已转人工核对，会原路退回或与你联系。`,
  }),
  STRAY_PAYMENT: (f) => ({
    title: "收到一笔多余的付款",
    body: `「${f.product}」收到多余的付款 ¥${f.amount}，将自动原路退回，你不需要做任何事。`,
  }),
  REFUND_REQUESTED: (f) => refundBegun(f),
  REFUND_REJECTED: (f) => ({
    title: "退款申请未通过",
    body: `「${f.product}」的退款申请未通过：${f.why}。${f.held ?? "冻结的权益已恢复"}。`,
  }),
  REFUND_REFUSED: (f) => ({
    title: "退款未成功",
    body: `支付宝没有接受「${f.product}」的退款 ¥${f.amount}，${f.held ?? "冻结的权益已恢复"}，客服会跟进。`,
  }),
  REFUNDED: (f) => ({
    title: "退款已到账",
    body: `「${f.product}」的退款 ¥${f.amount} ${f.way ?? "已原路退回"}。${f.rest ?? ""}`,
  }),
  STRAY_REFUNDED: (f) => ({
    title: "多余的付款已退回",
    body: `「${f.product}」多余的付款 ¥${f.amount} ${f.way ?? "已原路退回"}。`,
  }),
  OUTSIDE_REFUNDED: (f) => ({
    title: "收到一笔退款",
    body: `「${f.product}」的付款 ¥${f.amount} 已在支付宝原路退回，${f.goods}。`,
  }),
  HOLD_RELEASED: (f) => ({ title: "权益已恢复", body: `「${f.product}」的核对已经结束，冻结的权益已恢复。` }),
  GOODS_TAKEN: (f) => ({ title: "权益已收回", body: `客服收回了「${f.product}」的${f.goods}，这次没有退款。` }),
  PLAN_ENDING: (f) => ({
    title: "套餐即将到期",
    body: `「${f.product}」将于 ${f.endDate} 到期，续费会从到期时接着算。`,
  }),
  CREDITS_GIVEN: (f) => ({
    title: "积分已到账",
    body: `客服${f.what}的 ${f.amount} 积分已经到账${f.until ? `，${f.until} 到期` : ""}。`,
  }),
  CREDITS_TAKEN: (f) => ({
    title: "积分有更正",
    body: `客服更正了你的积分，扣除 ${f.amount}，没有动冻结和预留的。有疑问请联系客服。`,
  }),
  INVOICE_ISSUED: (f) => ({
    title: "发票已开出",
    body: `抬头「${f.title}」的发票已开出，金额 ¥${f.amount}，发票号码 ${f.number}，可在「发票」里下载。`,
  }),
  INVOICE_REFUSED: (f) => ({
    title: "发票申请未通过",
    body: `抬头「${f.title}」、金额 ¥${f.amount} 的发票申请未通过：${f.why}。可以重新申请。`,
  }),
  INVOICE_RED: (f) => ({
    title: "发票已冲红",
    body: `发票 ${f.number}（¥${f.amount}）已冲红，红字发票号码 ${f.redNumber}。相关订单可以退款，其余部分可以重新开票。`,
  }),
  INVOICE_RED_REFUSED: (f) => ({
    title: "冲红申请未通过",
    body: `抬头「${f.title}」、金额 ¥${f.amount} 的发票没有冲红：${f.why}。`,
  }),
};

/** `by`: desk, a person began it; desk-goods, without money. */
function refundBegun({ product, amount, next, by, goods }: NoticeFacts): Words {
  if (by === "desk") return { title: "客服发起了一笔退款", body: `「${product}」退款 ¥${amount}，${next}；${goods}。` };
  if (by === "desk-goods")
    return { title: "客服发起了权益收回", body: `「${product}」的权益将收回，不涉及退款；${goods}。` };
  return { title: "退款申请已收到", body: `「${product}」退款 ¥${amount}，${next}。` };
}

function closedMoney({ money }: NoticeFacts): string {
  return money === "MISMATCH" ? "收到的付款与订单不符，没有计入，已转人工核对" : "没有扣款";
}

/** The sentences for a stored notice. */
export function noticeWords(kind: string, facts: NoticeFacts): Words {
  const words = WORDS[kind as NoticeKind] as ((facts: NoticeFacts) => Words) | undefined;
  return words ? words(facts) : { title: "通知", body: "" };
}

/**
 * A stored notice as a mail. `name`: null where the address is not confirmed, for then a stranger may have chosen it, and what
 * it says. `orderAddress`: where its order is shown, if it is about one.
 */
export function mailWords(
  words: Words,
  name: string | null,
  orderAddress: string | null,
  shopName: string,
): { subject: string; text: string } {
  const lines = [
    name === null ? "你好：" : `${name}，你好：`,
    "",
    words.body,
    ...(orderAddress ? ["", `订单详情：${orderAddress}`] : []),
    "",
    shopName,
  ];
  return { subject: `【${shopName}】${words.title}`, text: lines.join("\n") };
}

/** Money came or went: such a mail is sent to every address, also to one that is not confirmed (docs/rules.md R92). */
const RECEIPTS: ReadonlySet<string> = new Set<NoticeKind>([
  "PAID",
  "PAID_LATE",
  "DELIVERY_DELAYED",
  "STRAY_PAYMENT",
  "PAYMENT_MISMATCH",
  "REFUNDED",
  "STRAY_REFUNDED",
  "OUTSIDE_REFUNDED",
]);

/** Which mails go first: 0 what happened to the buyer's money and goods, 1 what can wait for it. */
export const MAIL_RANKS = [0, 1] as const;
export type MailRank = (typeof MAIL_RANKS)[number];

export function mailRank(kind: NoticeKind): MailRank {
  return kind === "CLOSED" || kind === "PLAN_ENDING" ? 1 : 0;
}

/** Of each kind that can wait, a member is mailed so many in this time; the rest are messages in the app alone. */
export const WAITING_MAILS = 5;
export const WAITING_MAILS_MS = HOUR_MS;

/**
 * Whether a message is mailed at all.
 * @param mailedLately mails of its kind that were tried for this member, of messages of WAITING_MAILS_MS before it
 */
export function isMailed(kind: string, rank: MailRank, isConfirmed: boolean, mailedLately: number): boolean {
  if (RECEIPTS.has(kind)) return true;
  return isConfirmed && (rank === 0 || mailedLately < WAITING_MAILS);
}

/** When to try again after `attempts` tries to send a mail; null: give up. */
export function nextMailAt(attempts: number, now: Date): Date | null {
  const minutes = [1, 5, 30, 120][attempts - 1];
  return minutes === undefined ? null : after(now, minutes * MINUTE_MS);
}
