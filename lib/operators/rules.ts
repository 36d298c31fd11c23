import { ALERT_WORDS } from "../accounts/rules.ts";
import type { AlertKind } from "../contracts/alerts.ts";
import type { TargetKind } from "../contracts/operators.ts";
import { invariant } from "../core/assert.ts";
import { beijingDay } from "../core/day-range.ts";
import { yuanText, type Fen } from "../core/money.ts";
import { after, beijingDayStart, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";

/** As many places may be told. */
export const MOST_TARGETS = 10;

/** A message that was sent, or given up, is kept this long. */
export const MESSAGE_KEPT_MS = 30 * DAY_MS;

/** When to try again after `attempts` tries to send a message; null: give up. What is still open is told again anyway. */
export function nextMessageAt(attempts: number, now: Date): Date | null {
  const minutes = [1, 5, 15, 60][attempts - 1];
  return minutes === undefined ? null : after(now, minutes * MINUTE_MS);
}

/** Where robots of each kind live. */
const ROBOT_HOSTS: Readonly<Record<Exclude<TargetKind, "MAIL">, readonly string[]>> = {
  WECOM: ["qyapi.weixin.qq.com"],
  DINGTALK: ["oapi.dingtalk.com"],
  FEISHU: ["open.feishu.cn", "open.larksuite.com"],
};
const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a message may be sent there: to its own kind of robot by https, so that no address of a settings page reaches into the
 * operator's network. A shop that itself is tried out on this machine may try its robots here, too.
 */
export function isRobotAddress(kind: Exclude<TargetKind, "MAIL">, address: string, appUrl: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (LOOPBACK.includes(new URL(appUrl).hostname) && LOOPBACK.includes(hostname)) return true;
  return protocol === "https:" && ROBOT_HOSTS[kind].includes(hostname);
}

/** What a robot refuses with; null: it has taken the message. All three answer 200 to a refusal, too. */
export function robotRefusal(answer: unknown): string | null {
  const { errcode, code, StatusCode, errmsg, msg } = (answer ?? {}) as Record<string, unknown>;
  const outcome = errcode ?? code ?? StatusCode;
  if (outcome === 0) return null;
  return `${String(outcome ?? "没有答复码")} ${String(errmsg ?? msg ?? "")}`.trim().slice(0, 200);
}

export interface AlertToTell {
  readonly kind: AlertKind;
  readonly orderSn: string | null;
  readonly toldCount: number;
}

const ORDERS_NAMED = 3;

/** One message about all of them, so that a storm is one message too. */
export function messageOf(
  alerts: readonly AlertToTell[],
  { shopName, appUrl }: { readonly shopName: string; readonly appUrl: string },
): { subject: string; body: string } {
  const again = alerts.filter(({ toldCount }) => toldCount > 0).length;
  const fresh = alerts.length - again;
  const counts = [fresh > 0 && `${fresh} 件新的待办`, again > 0 && `${again} 件还没有人处理`]
    .filter(Boolean)
    .join("，");
  const byKind = Map.groupBy(alerts, ({ kind }) => kind);
  const lines = [...byKind].map(
    ([kind, some]) => `· ${ALERT_WORDS[kind][0]}${some.length > 1 ? ` × ${some.length}` : ""}${ordersOf(some)}`,
  );
  return { subject: `【${shopName}】${counts}`, body: [...lines, "", `${appUrl}/admin/alerts`].join("\n") };
}

function ordersOf(alerts: readonly AlertToTell[]): string {
  const orders = [...new Set(alerts.flatMap(({ orderSn }) => orderSn ?? []))];
  if (orders.length === 0) return "";
  return `（订单 ${orders.slice(0, ORDERS_NAMED).join("、")}${orders.length > ORDERS_NAMED ? " 等" : ""}）`;
}

/** The day before today, and the instant from which it may be told: an hour of the Beijing day that `now` lies in. */
export function summaryTime(hour: number, now: Date): { readonly day: string; readonly since: Date } {
  const midnight = beijingDayStart(beijingDay(now));
  invariant(midnight, "today is a day");
  return { day: beijingDay(after(midnight, -1)), since: after(midnight, hour * HOUR_MS) };
}

/** What a Beijing day brought, and what is open when it is told. */
export interface DaySums {
  readonly ordersMade: number;
  readonly ordersPaid: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  /** Of the orders that took money; null: none did. */
  readonly successRate: number | null;
  readonly open: readonly { readonly kind: AlertKind; readonly open: number }[];
}

/** The message about a day. A day on which nothing happened is told, too: it says that the messages still come. */
export function summaryOf(
  day: string,
  { ordersMade, ordersPaid, paidFen, refundedFen, successRate, open }: DaySums,
  { shopName, appUrl }: { readonly shopName: string; readonly appUrl: string },
): { subject: string; body: string } {
  const openOf = (kind: AlertKind) => open.find((one) => one.kind === kind)?.open ?? 0;
  const alerts = open.reduce((sum, one) => sum + one.open, 0);
  const rate = successRate === null ? "" : `，成功率 ${percentText(successRate)}`;
  const netFen = paidFen - refundedFen;
  const net = `${netFen < 0 ? "净退" : "净收"} ¥${yuanText(Math.abs(netFen))}`;
  const lines = [
    `· 下单 ${ordersMade} 笔，付款 ${ordersPaid} 笔${rate}`,
    `· 收款 ¥${yuanText(paidFen)}，退款 ¥${yuanText(refundedFen)}，${net}`,
    `· 现在的待办提醒 ${alerts} 件，其中账单差异 ${openOf("BILL_DIFFERENCE")} 件，停了的定时任务 ${openOf("JOB_SILENT")} 个`,
  ];
  const links = [`${appUrl}/admin/insights?from=${day}&to=${day}`, `${appUrl}/admin/alerts`];
  return {
    subject: `【${shopName}】${day} 小结：收款 ¥${yuanText(paidFen)}`,
    body: [...lines, "", ...links].join("\n"),
  };
}

/** "99.9%": rounded down, so that 100% is all of them. */
function percentText(share: number): string {
  return `${Math.floor(share * 1_000) / 10}%`;
}
