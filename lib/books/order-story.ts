import { ALERT_WORDS } from "../accounts/rules.ts";
import { actorText } from "../contracts/actors.ts";
import type { StoryEntry, StoryKind } from "../contracts/order-story.ts";
import { yuanNumber } from "../core/money.ts";
import { ENTRY_TEXTS } from "../credits/view.ts";
import { noticeWords } from "../notices/rules.ts";
import { eventText } from "../orders/view.ts";
import type { getTimeline } from "../orders/get-order.ts";
import { actView, evidenceView } from "./audit-words.ts";
import { STORY_READ, type StoredStory } from "./story-store.ts";

type StoredEvent = Awaited<ReturnType<typeof getTimeline>>[number];

/** What an order's own history writes, by what it is about; what is not here is about the order itself. */
const EVENT_KINDS: Readonly<Record<string, StoryKind>> = {
  PAID: "payment",
  PAID_LATE: "payment",
  STRAY_PAYMENT: "payment",
  PAYMENT_MISMATCH: "payment",
  STRAY_REFUNDED: "refund",
  DELIVERED: "goods",
  DELIVERY_GIVEN_UP: "goods",
  GOODS_TAKEN: "goods",
  REFUND_REQUESTED: "refund",
  DESK_REFUND_STARTED: "refund",
  REFUND_APPROVED: "refund",
  REFUND_REJECTED: "refund",
  REFUND_REFUSED: "refund",
  REFUNDED: "refund",
  PARTLY_REFUNDED: "refund",
  OUTSIDE_REFUND_SEEN: "refund",
  OUTSIDE_REFUND_BOOKED: "refund",
  OUTSIDE_REFUND_SETTLED: "refund",
  OUTSIDE_REFUND_RELEASED: "refund",
};

/** A refund begins, is sent and ends at one instant where Alipay answers at once. */
type Step = StoryKind | "begun" | "sent";
const BEGINNINGS: ReadonlySet<string> = new Set(["REFUND_REQUESTED", "DESK_REFUND_STARTED", "REFUND_APPROVED"]);

/** How what happened at one instant is told, newest first: what it led to before what led to it. */
const LAST_FIRST: readonly Step[] = [
  ...(["alert", "notice", "credits", "goods", "refund", "sent", "begun"] as const),
  ...(["payment", "order", "act", "said"] as const),
];

interface Entry extends Omit<StoryEntry, "time" | "by"> {
  readonly at: Date;
  readonly actor: string;
  /** Not given: its kind. */
  readonly step?: Step;
}

const rankOf = ({ kind, step = kind }: Entry) => LAST_FIRST.indexOf(step);

type Names = ReadonlyMap<string, string>;

/** The operator's people who act in a story, for their names. */
export function peopleIn(events: readonly StoredEvent[], { ledger, acts, alerts }: StoredStory): bigint[] {
  const actors = [...events, ...ledger, ...acts].map(({ actor }) => /^admin:(\d+)$/.exec(actor)?.[1]);
  const closers = alerts.map(({ resolvedBy }) => resolvedBy);
  return [...new Set([...actors.map((id) => (id === undefined ? null : BigInt(id))), ...closers])].filter(
    (id) => id !== null,
  );
}

/** Everything that happened to an order as one list, newest first. `names`: of its people, by their ids. */
export function storyOf(
  events: readonly StoredEvent[],
  story: StoredStory,
  names: Names,
): { story: StoryEntry[]; isStoryCut: boolean } {
  const entries: Entry[] = [
    ...ownHistory(events, story),
    ...story.said.map(saidEntry),
    ...story.questions.flatMap(questionEntries),
    ...story.ledger.map(creditEntry),
    ...story.notices.map(noticeEntry),
    ...story.refunds.flatMap(sendingEntries),
    ...story.alerts.flatMap(alertEntries),
  ];
  entries.sort((a, b) => b.at.getTime() - a.at.getTime() || rankOf(a) - rankOf(b));
  const isStoryCut = Object.values(story).some((found) => found.length === STORY_READ);
  return { story: entries.map((entry) => storyEntry(entry, names)), isStoryCut };
}

function storyEntry({ id, kind, at, actor, text, amount, facts, said }: Entry, names: Names): StoryEntry {
  const name = names.get(actor.replace("admin:", ""));
  const by = actorText(actor);
  return { id, kind, time: at.toISOString(), text, by: name === undefined ? by : `${by} ${name}`, amount, facts, said };
}

/** What the order itself kept; an act of a person in the same commit says why. What has no such event stands alone. */
function ownHistory(events: readonly StoredEvent[], { acts, refunds }: StoredStory): Entry[] {
  const reasons = new Map(refunds.map(({ outRequestNo, reason }) => [outRequestNo, reason]));
  const isOf = (event: StoredEvent) => (act: StoredStory["acts"][number]) =>
    act.createTime.getTime() === event.createTime.getTime() && act.actor === event.actor;
  const told = events.map((event, i) => {
    const { type, actor, detail, createTime } = event;
    const why = type === "REFUND_REQUESTED" ? reasons.get(String(detail.outRequestNo)) : undefined;
    return {
      ...{ id: `event-${i}`, kind: EVENT_KINDS[type] ?? "order", at: createTime, text: eventText(event), actor },
      amount: typeof detail.amountFen === "number" ? yuanNumber(detail.amountFen) : null,
      facts: [
        ...(why === undefined ? [] : [{ label: "原因", value: why }]),
        ...acts.filter(isOf(event)).flatMap(actFacts),
        ...numbersIn(detail),
      ],
      said: null,
      ...(BEGINNINGS.has(type) ? { step: "begun" as const } : {}),
    } satisfies Entry;
  });
  const alone = acts.filter((act) => !events.some((event) => isOf(event)(act)));
  return [...told.reverse(), ...alone.map(actEntry)];
}

const NUMBERS = [
  ["outRequestNo", "退款单号"],
  ["tradeNo", "支付宝交易号"],
  ["reason", "原因"],
] as const;

function numbersIn(detail: Readonly<Record<string, unknown>>): StoryEntry["facts"] {
  return NUMBERS.flatMap(([name, label]) => {
    const value = detail[name];
    return typeof value === "string" && value !== "" ? [{ label, value }] : [];
  });
}

/** What a person wrote and changed; the order is the page's own. */
function actFacts(act: StoredStory["acts"][number]): StoryEntry["facts"] {
  const { facts, changes } = actView({ ...act, name: null });
  const changed = changes.map(({ label, before, after }) => ({
    label,
    value: `${before ?? "（无）"} → ${after ?? "（无）"}`,
  }));
  return [...facts.filter(({ label }) => label !== "订单号"), ...changed];
}

function actEntry(act: StoredStory["acts"][number]): Entry {
  const { id, actionText } = actView({ ...act, name: null });
  const { actor, createTime: at } = act;
  return { id: `act-${id}`, kind: "act", at, actor, text: actionText, amount: null, facts: actFacts(act), said: null };
}

const SOURCE_TEXTS = { NOTIFY: "通知", QUERY: "回答我们的追问", BILL: "账单" } as const;

function saidEntry(stored: StoredStory["said"][number]): Entry {
  const { id, amount: whole, fields, content, verdict, verdictText } = evidenceView(stored);
  // Of a refund a notice names what was paid; what went back stands with the refund.
  const amount = verdict === "refund" ? null : whole;
  return {
    ...{ id: `said-${id}`, kind: "said", at: stored.createTime, actor: stored.paymentMethod, amount, facts: fields },
    text: `${SOURCE_TEXTS[stored.source]}：${verdictText}`,
    said: content,
  };
}

const CASHIER_TEXTS = { PAGE: "电脑网页", WAP: "手机网页" } as const;

/** The first cashier is opened with the order itself, which says so. */
function questionEntries(attempt: StoredStory["questions"][number], i: number, all: StoredStory["questions"]): Entry[] {
  const { id, createTime, cashierKind, lastCheckAt, checkCount } = attempt;
  const nothing = { amount: null, facts: [], said: null };
  const opened = `打开了另一个收银台（${CASHIER_TEXTS[cashierKind]}）`;
  const asked = `追问过支付宝 ${checkCount} 次，这是最近的一次`;
  return [
    ...(i < all.length - 1
      ? [{ ...nothing, id: `cashier-${id}`, kind: "payment" as const, at: createTime, actor: "member", text: opened }]
      : []),
    ...(lastCheckAt
      ? [{ ...nothing, id: `asked-${id}`, kind: "said" as const, at: lastCheckAt, actor: "cron", text: asked }]
      : []),
  ];
}

function creditEntry({ id, createTime, entryType, delta, reason, actor }: StoredStory["ledger"][number]): Entry {
  return {
    ...{ id: `credits-${id}`, kind: "credits", at: createTime, actor, amount: null, said: null },
    text: `${ENTRY_TEXTS[entryType]} ${Math.abs(delta).toLocaleString("en-US")} 积分`,
    facts: reason === "" ? [] : [{ label: "用途", value: reason }],
  };
}

const MAIL_TEXTS = { NONE: "不发", PENDING: "等待发出", SENT: "已发出", FAILED: "没有发成" } as const;

function noticeEntry({ id, createTime, kind, detail, readTime, mailStatus }: StoredStory["notices"][number]): Entry {
  const { title, body } = noticeWords(kind, detail);
  return {
    ...{ id: `notice-${id}`, kind: "notice", at: createTime, actor: "shop", amount: null, said: null },
    text: `告诉买家：${title}`,
    facts: [
      { label: "内容", value: body },
      { label: "邮件", value: MAIL_TEXTS[mailStatus] },
      { label: "买家", value: readTime ? "已读" : "还没有读" },
    ],
  };
}

function sendingEntries(refund: StoredStory["refunds"][number]): Entry[] {
  const { id, outRequestNo, refundAmountFen, sentTime, sendCount } = refund;
  if (!sentTime) return [];
  return [
    {
      ...{
        id: `sent-${id}`,
        kind: "refund",
        at: sentTime,
        actor: "shop",
        amount: yuanNumber(refundAmountFen),
        said: null,
      },
      text: sendCount > 1 ? `退款发给支付宝，一共发过 ${sendCount} 次` : "退款发给支付宝",
      facts: [{ label: "退款单号", value: outRequestNo }],
    },
  ];
}

function alertEntries({ id, kind, createTime, resolvedTime, resolvedBy }: StoredStory["alerts"][number]): Entry[] {
  const [title, advice] = ALERT_WORDS[kind];
  const nothing = { kind: "alert" as const, amount: null, said: null };
  const raised = { ...nothing, id: `alert-${id}`, at: createTime, actor: "shop", text: title };
  const closed = { ...nothing, id: `closed-${id}`, text: `已处理：${title}`, facts: [] };
  return [
    { ...raised, facts: [{ label: "该怎么办", value: advice }] },
    ...(resolvedTime
      ? [{ ...closed, at: resolvedTime, actor: resolvedBy === null ? "cron" : `admin:${resolvedBy}` }]
      : []),
  ];
}
