import { ALERT_WORDS } from "../accounts/rules.ts";
import type { AlertKind } from "../contracts/alerts.ts";
import type { TargetKind } from "../contracts/operators.ts";
import { after, MINUTE_MS } from "../core/time.ts";

/** As many places may be told. */
export const MOST_TARGETS = 10;

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
