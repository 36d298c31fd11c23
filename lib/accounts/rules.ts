import type { AlertKind } from "../contracts/alerts.ts";
import {
  CONFIRM_LINK_MS,
  QUESTION_LATE_MS,
  REFUND_LATE_MS,
  RESET_LINK_MS,
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
} from "../core/deadlines.ts";
import type { Permission } from "../core/roles.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, spanText } from "../core/time.ts";

/** Alerts for operators: the title, and the advice what to do. */
export const ALERT_WORDS = {
  PAYMENT_MISMATCH: ["付款与订单不符", "没有发货。核对证据后，可以从这里把这笔钱原路退回。"],
  QUESTIONS_LATE: [
    `有付款到期 ${spanText(QUESTION_LATE_MS)}还没有去问`,
    "通知丢失的付款会晚些入账。检查支付宝网关与密钥；恢复后系统会自动补问。",
  ],
  ORPHAN_PAYMENT: ["收到不属于任何订单的付款", "到支付宝商家平台查这个交易号；如果是别的系统的订单，请检查通知地址。"],
  STRAY_PAYMENT: ["订单收到多余的付款", "系统会自动原路退回，只需留意结果。"],
  OUTSIDE_REFUND: [
    "有一笔退款不是从这里发出的",
    "支付宝显示这笔订单的钱退给了买家，单号不是我们的。还没用掉的权益已经冻结。点「登记这笔退款」：向支付宝核实金额，记入账本，收回权益。如果没有退过，或者决定把权益留给买家，点「放开权益」。",
  ],
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
  REFUND_STUCK: [
    "一笔退款长时间没有结果",
    "权益仍然冻结，系统会隔一段时间再问。先看细节里支付宝的回答：是签约或权限的问题，处理好后会自动退出。决定不再等，就打开这笔退款，用「了结这笔退款」写明结果：放弃，或者已经另外退给买家。不要只在别处退款而不了结：权益不会收回，恢复后还可能再退一次。",
  ],
  BILL_DIFFERENCE: [
    "支付宝账单与账本不一致",
    "到「账单差异」里处理：入账、退回，或者写明理由核销。账本不会为此自动改动；处理之后，这条提醒自动关闭。",
  ],
  RED_LETTER_OWED: [
    "已开发票的订单退了款，还没有冲红",
    "钱已经退给买家，发票还在。到开票平台开出红字发票，再到「发票」里登记它；登记以后这条提醒自动关闭，其余部分买家可以重新申请。",
  ],
  CREDITS_WAITING: [
    "有积分等第二个人同意",
    "数目超出一个人一天能独自给出的，或者是给自己的。到「会员」里同意或驳回，定下之前积分不动；定下之后，这条提醒自动关闭。",
  ],
  BILL_LATE: ["一天的账单迟迟没有对完", "到支付宝商家平台看这一天的账单能否下载，再检查网关与密钥。系统仍在自动重试。"],
  ACCOUNT_ABSENT: [
    "有付款或退款属于不在配置里的收款账户",
    "这些付款、退款原样保留：不关单，不告诉买家没有付款，也不退款。把这个账户的密钥写回 ALIPAY_ACCOUNTS_FILE 并重启，系统会自动接着做。",
  ],
  ALIPAY_FAILING: [
    "支付宝接口多数调用没有回答",
    "商店已提示买家，订单照常保留。检查网关、密钥与网络，到支付宝开放平台看公告；恢复后提示自动撤下。",
  ],
  ORDERS_SILENT: [
    "很久没有订单付款",
    "比平时这个时段安静得多。打开商店试买一件，看收银台能不能打开、付款后能不能入账。有人付款以后，这条提醒自动关闭。",
  ],
  JOB_SILENT: [
    "有定时任务太久没有成功运行",
    "到「今日」看它最近一次开始和成功的时间，再看服务器的日志。恢复运行以后，这条提醒自动关闭。",
  ],
  NOTICES_REFUSED: [
    "支付宝的通知接连没有被采信",
    "通知里写的是我们的订单号，却一条也没有通过。多半是支付宝公钥配错或已更换：运行 npm run doctor 检查密钥。付款会靠追问晚些入账。再收到一条可信的通知以后，这条提醒自动关闭。",
  ],
  EVENT_GIVEN_UP: [
    "有事件推送十次都没有成功，不再试",
    "产品没有收到它。到「事件推送」里看对方怎么答复的；修好以后从那里重发，或者让产品用 GET /api/v1/events 补上。",
  ],
  ENDPOINT_OFF: [
    "一个接收事件的地址连续五天没有一次成功，已停止推送",
    "事件还留着。到「事件推送」里看对方怎么答复的；修好以后恢复它，从停下的地方接着推送。",
  ],
  INVARIANT_BROKEN: ["账目检查没有通过", "运行 npm run audit 看是哪些记录，查清原因之前不要改数据。"],
} as const satisfies Record<AlertKind, readonly [title: string, advice: string]>;

interface Place {
  readonly href: string;
  readonly text: string;
  /** What one must hold to do something about it there. */
  readonly permission: Permission;
}

/** Alerts that close with what they are about, and where that is done: what a person decides there says more than "seen". */
export const HANDLED_AT: Partial<Readonly<Record<AlertKind, Place>>> = {
  BILL_DIFFERENCE: { href: "/admin/differences", text: "账单差异", permission: "books:read" },
  CREDITS_WAITING: { href: "/admin/members", text: "会员", permission: "members:manage" },
};

/** What closing an alert leaves undone: said before somebody closes it, and kept in the audit. */
export const CLOSING_LEAVES: Partial<Readonly<Record<AlertKind, string>>> = {
  PAYMENT_MISMATCH: "这笔款留在商户账户：不入账，不发货，也不会自动退回。",
  OUTSIDE_REFUND: "这笔退款不会记入账本，权益一直冻结；一天之后会再次提醒。",
  RED_LETTER_OWED: "发票仍比实收的多，一天之后会再次提醒。",
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
  OUTSIDE_REFUND: DAY_MS,
  RED_LETTER_OWED: DAY_MS,
  BILL_LATE: DAY_MS,
  ACCOUNT_ABSENT: DAY_MS,
  ALIPAY_FAILING: HOUR_MS,
  ORDERS_SILENT: DAY_MS,
  JOB_SILENT: HOUR_MS,
  NOTICES_REFUSED: HOUR_MS,
  EVENT_GIVEN_UP: DAY_MS,
  ENDPOINT_OFF: 0,
};

/** An alert that nobody closes is told again after this long, and then every so often, in ms. */
export const REMIND_AFTER_MS = HOUR_MS;
export const REMIND_EVERY_MS = DAY_MS;

/** A session's last use is written, and its cookie renewed, at most this often: a request costs no write. */
export const SESSION_STEP_MS = HOUR_MS;

/** What pages call a customer of the product: the name that it gave, or the beginning of its own id. */
export function shownName(customerId: string, name: string | null): string {
  return name ?? customerId.slice(0, 50);
}

/** A service key's last use is written at most this often: a request costs no write (docs/rules.md R136). */
export const SERVICE_KEY_STEP_MS = MINUTE_MS;

/** Rows of sessions are kept this long after they ended by time. */
export const SESSION_KEPT_MS = 30 * DAY_MS;

/**
 * SIGN_IN: somebody has signed in · PORTAL: a link of the product's has opened it, for an hour. What the latter opens stands with each
 * address (`portal` in lib/contracts) and each page.
 */
export type SessionKind = "SIGN_IN" | "PORTAL";

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

/** What a mailed link is for. */
export type LinkPurpose = "CONFIRM" | "RESET" | "FIRST_PASSWORD";

export const LINK_LIFE_MS: Readonly<Record<LinkPurpose, number>> = {
  CONFIRM: CONFIRM_LINK_MS,
  RESET: RESET_LINK_MS,
  FIRST_PASSWORD: RESET_LINK_MS,
};

/** Rows of links are kept this long after they are over. */
export const LINK_KEPT_MS = DAY_MS;

/**
 * When to try again after `attempts` tries to mail a link; null: give up. Somebody sits and waits for it, and may ask again.
 */
export function nextLinkMailAt(attempts: number, now: Date): Date | null {
  const minutes = [1, 5][attempts - 1];
  return minutes === undefined ? null : after(now, minutes * MINUTE_MS);
}

/**
 * The mail with a link. The token stands behind the #, so that it reaches neither a server's log nor a referrer before its
 * reader presses the button. It repeats nothing that whoever registered the address has typed.
 */
export function linkMail(
  purpose: LinkPurpose,
  { appUrl, shopName }: { readonly appUrl: string; readonly shopName: string },
  token: string,
): { subject: string; text: string } {
  const life = spanText(LINK_LIFE_MS[purpose]);
  if (purpose === "CONFIRM") {
    const lines = [
      `有人用这个邮箱在${shopName}注册了账户。如果是你，请打开下面的链接，确认邮箱是你的：`,
      `${appUrl}/confirm#token=${token}`,
      `链接 ${life}内有效，只能用一次；再要一封之后，以最近一封为准。`,
      `如果不是你，不用理会这封邮件。想收回用这个邮箱注册的账户，可以重设它的密码：${appUrl}/forgot`,
    ];
    return { subject: `【${shopName}】请确认你的邮箱`, text: paragraphs(lines, shopName) };
  }
  if (purpose === "FIRST_PASSWORD") {
    const lines = [
      `有人想在${shopName}用这个邮箱和密码登录自己的账户。如果是你，请打开下面的链接，设置密码：`,
      `${appUrl}/reset#token=${token}`,
      `链接 ${life}内有效，只能用一次；再次请求之后，以最近一封为准。设置之后，这个邮箱就是那个账户的邮箱，它在所有设备上都会退出登录。`,
      "如果不是你，不用理会这封邮件，什么都没有改变。",
    ];
    return { subject: `【${shopName}】设置密码`, text: paragraphs(lines, shopName) };
  }
  const lines = [
    `有人请求为${shopName}里使用这个邮箱的账户重设密码。如果是你，请打开下面的链接，设置新密码：`,
    `${appUrl}/reset#token=${token}`,
    `链接 ${life}内有效，只能用一次；再次请求之后，以最近一封为准。设置之后，这个账户在所有设备上都会退出登录。`,
    "如果不是你，不用理会这封邮件，密码没有改变。",
  ];
  return { subject: `【${shopName}】重设密码`, text: paragraphs(lines, shopName) };
}

function paragraphs(lines: readonly string[], shopName: string): string {
  return ["你好：", ...lines, shopName].join("\n\n");
}

/** Bounds of the shop's mark: it comes with every page. */
const MARK_BYTES = 12_000;
const MARK_PIXELS = 512;

const PNG_BEGINS = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
const PNG_ENDS = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/**
 * What is wrong with a picture as a mark; null: nothing. PNG alone, which cannot carry a script; the sizes are those of its header,
 * so that no small file becomes a huge picture in the reader's browser.
 */
export function markProblem(png: Uint8Array): string | null {
  if (png.length > MARK_BYTES) return `图片太大，最多 ${MARK_BYTES} 字节`;
  const begins = PNG_BEGINS.every((byte, i) => png[i] === byte);
  const ends = PNG_ENDS.every((byte, i) => png[png.length - PNG_ENDS.length + i] === byte);
  if (!begins || !ends) return "不是 PNG 图片";
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const fits = width >= 1 && height >= 1 && width <= MARK_PIXELS && height <= MARK_PIXELS;
  return fits ? null : `图片的边长最多 ${MARK_PIXELS} 像素`;
}
