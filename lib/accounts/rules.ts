import type { AlertKind } from "../contracts/alerts.ts";
import { QUESTION_LATE_MS, REFUND_LATE_MS, SESSION_IDLE_MS, SESSION_LIFE_MS } from "../core/deadlines.ts";
import { after, DAY_MS, HOUR_MS, spanText } from "../core/time.ts";

/** Alerts for operators: the title, and the advice what to do. */
export const ALERT_WORDS = {
  PAYMENT_MISMATCH: ["付款与订单不符", "没有发货。核对证据后，可以从这里把这笔钱原路退回。"],
  QUESTIONS_LATE: [
    `有付款到期 ${spanText(QUESTION_LATE_MS)}还没有去问`,
    "通知丢失的付款会晚些入账。检查支付宝网关与密钥；恢复后系统会自动补问。",
  ],
  ORPHAN_PAYMENT: ["收到不属于任何订单的付款", "到支付宝商家平台查这个交易号；如果是别的系统的订单，请检查通知地址。"],
  STRAY_PAYMENT: ["订单收到多余的付款", "系统会自动原路退回，只需留意结果。"],
  DELIVERY_GIVEN_UP: ["自动发货多次失败", "失败原因在订单页上。修好后可以从那里再发一次。"],
  REFUND_REFUSED: [
    "支付宝拒绝了一笔退款",
    "冻结的权益已经恢复。查看原因，与买家联系；多余的付款可以在它的退款页再退一次。",
  ],
  SELLER_BALANCE_SHORT: ["商户余额不足，退款发不出去", "给支付宝账户充值，系统会用同一个退款单号自动重试。"],
  REVIEW_LATE: [
    `一笔退款等了 ${spanText(REFUND_LATE_MS)}还没有人审核`,
    "买家在等，权益一直冻结着。到「退款审核」里同意或驳回。",
  ],
  REFUND_STUCK: ["一笔退款长时间没有结果", "到支付宝商家平台按退款单号核实，系统仍在自动查询。"],
  BILL_DIFFERENCE: ["支付宝账单与账本不一致", "到支付宝商家平台按交易号核对这笔钱。账本不会为此自动改动。"],
  BILL_LATE: ["一天的账单迟迟没有对完", "到支付宝商家平台看这一天的账单能否下载，再检查网关与密钥。系统仍在自动重试。"],
  ACCOUNT_ABSENT: [
    "有付款或退款属于不在配置里的收款账户",
    "这些付款、退款原样保留：不关单，不告诉买家没有付款，也不退款。把这个账户的密钥写回 ALIPAY_ACCOUNTS_FILE 并重启，系统会自动接着做。",
  ],
  ALIPAY_FAILING: [
    "支付宝接口多数调用没有回答",
    "商店已提示买家，订单照常保留。检查网关、密钥与网络，到支付宝开放平台看公告；恢复后提示自动撤下。",
  ],
  INVARIANT_BROKEN: ["账目检查没有通过", "运行 npm run audit 看是哪些记录，查清原因之前不要改数据。"],
} as const satisfies Record<AlertKind, readonly [title: string, advice: string]>;

/** What closing an alert leaves undone: said before somebody closes it, and kept in the audit. */
export const CLOSING_LEAVES: Partial<Readonly<Record<AlertKind, string>>> = {
  PAYMENT_MISMATCH: "这笔款留在商户账户：不入账，不发货，也不会自动退回。",
};

/**
 * An alert about a lasting condition opens again when the condition is found this long after the alert was closed
 * (decision 13). Alerts about events are raised once.
 */
export const TOLD_AGAIN_AFTER_MS: Partial<Readonly<Record<AlertKind, number>>> = {
  DELIVERY_GIVEN_UP: 0,
  SELLER_BALANCE_SHORT: DAY_MS,
  REVIEW_LATE: DAY_MS,
  REFUND_STUCK: DAY_MS,
  BILL_LATE: DAY_MS,
  ACCOUNT_ABSENT: DAY_MS,
  ALIPAY_FAILING: HOUR_MS,
};

/** A session's last use is written, and its cookie renewed, at most this often: a request costs no write. */
export const SESSION_STEP_MS = HOUR_MS;

/** Rows of sessions are kept this long after they ended by time. */
export const SESSION_KEPT_MS = 30 * DAY_MS;

/** When a session that began at `begun` and is used `now` ends unless it is used again. */
export function sessionEnd(begun: Date, now: Date): Date {
  const [idle, whole] = [after(now, SESSION_IDLE_MS), after(begun, SESSION_LIFE_MS)];
  return idle < whole ? idle : whole;
}

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/HarmonyOS|OpenHarmony/, "鸿蒙设备"],
  [/Android/, "Android 设备"],
  [/Windows/, "Windows 电脑"],
  [/Mac OS X|Macintosh/, "Mac 电脑"],
  [/Linux|X11/, "Linux 电脑"],
];

/** In this order: most programs also call themselves what they descend from. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/wxwork\//i, "企业微信"],
  [/MicroMessenger\//i, "微信"],
  [/AlipayClient\//i, "支付宝"],
  [/MQQBrowser\//, "QQ 浏览器"],
  [/QQ\//, "QQ"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

/** "iPhone · Safari": what a browser says of itself, in words; it may say anything. */
export function deviceWords(userAgent: string): string {
  const wordOf = (signs: typeof SYSTEMS) => signs.find(([sign]) => sign.test(userAgent))?.[1];
  const words = [wordOf(SYSTEMS), wordOf(PROGRAMS)].filter((word) => word !== undefined);
  return words.join(" · ") || "未知设备";
}
