import { isDeepStrictEqual } from "node:util";
import { ALERT_WORDS } from "../accounts/rules.ts";
import { auditActionText } from "../contracts/audit-actions.ts";
import type { ActView, EvidenceView } from "../contracts/audit.ts";
import type { PlanTerms } from "../contracts/catalog-admin.ts";
import { CREDIT_ORIGIN_TEXTS, ORDER_STATUS_TEXTS, REFUND_STATUS_TEXTS } from "../contracts/codes.ts";
import { fenOf, yuanNumber, yuanText } from "../core/money.ts";
import { termText } from "../core/terms.ts";
import { actorText } from "../contracts/actors.ts";
import type { StoredAct, StoredEvidence } from "./audit-store.ts";

/** The names in an entry's detail, in words; another one is shown as it is written. */
const LABELS: Readonly<Record<string, string>> = {
  reason: "理由",
  orderSn: "订单号",
  outRequestNo: "退款单号",
  tradeNo: "支付宝交易号",
  amountFen: "金额",
  refundFen: "退款金额",
  outcome: "结果",
  reference: "凭据",
  said: "支付宝的回答",
  status: "状态",
  orderStatus: "订单状态",
  supportContact: "客服联系方式",
  kind: "种类",
  name: "名称",
  from: "从",
  to: "到",
  rows: "行数",
  bytes: "字节",
  sha256: "校验值",
  role: "角色",
  email: "邮箱",
  shopName: "商店名称",
  termsUrl: "服务条款",
  privacyUrl: "隐私政策",
  filingNumber: "备案号",
  isSigned: "加签",
  url: "接收地址",
  types: "事件",
  description: "说明",
  price: "价格",
  priceMonthly: "月价",
  priceYearly: "年价",
  otherTerms: "其他时长",
  creditAmount: "积分",
  bonusCredits: "赠送",
  validDays: "有效天数",
  features: "权益",
  level: "等级",
  sort: "排序",
  limitPerMember: "每人限购",
  limitPerDay: "每人每天限购",
  takeBack: "商品",
  goods: "商品",
  seenFen: "看到的金额",
  differenceId: "差异编号",
  what: "不符之处",
  day: "日子",
  refundedFen: "已退金额",
  held: "冻结的权益",
  needsReview: "要审核",
  needsSecondReview: "要两人审核",
  leaves: "没有处理的",
  origin: "来源",
  amount: "积分数",
  total: "积分余额",
  lots: "积分批次",
  message: "支付宝的话",
  code: "代码",
  number: "发票号码",
  redNumber: "红字发票号码",
  date: "开票日期",
  fileUrl: "下载地址",
  format: "文件格式",
};

/** Words for what the log keeps as a name of ours, by what it says. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orderStatus: ORDER_STATUS_TEXTS,
  status: { ...REFUND_STATUS_TEXTS, ON_SALE: "在售", OFF_SALE: "已下架", ACTIVE: "正常", DISABLED: "已关闭" },
  origin: CREDIT_ORIGIN_TEXTS,
  kind: Object.fromEntries(Object.entries(ALERT_WORDS).map(([kind, [title]]) => [kind, title])),
  takeBack: { unused: "收回未使用的", all: "全部收回", none: "不收回" },
  goods: { all: "全部收回", part: "收回一部分", held: "另一笔退款占着", untouched: "没有动" },
  role: { MEMBER: "会员", SUPPORT: "客服", FINANCE: "财务", ADMIN: "管理员" },
};

type Details = Readonly<Record<string, unknown>>;

function isDetails(value: unknown): value is Details {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function termsText(terms: PlanTerms["otherTerms"]): string {
  return terms.map((term) => `${termText(term)} ¥${yuanText(fenOf(term.price))}`).join("、") || "没有";
}

/** A value in words: amounts in yuan, text as it is, anything else as JSON. null: there is nothing. */
function valueText(name: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && name.endsWith("Fen")) return `¥${yuanText(value)}`;
  if (name === "otherTerms" && Array.isArray(value)) return termsText(value as PlanTerms["otherTerms"]);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "string") return VALUES[name]?.[value] ?? value;
  return (name === "held" && heldText(value)) || (name === "lots" && lotsText(value)) || JSON.stringify(value);
}

/** What is left in each lot that credits were taken from. null: another release wrote it. */
function lotsText(lots: unknown): string | null {
  if (!Array.isArray(lots) || !lots.every(isDetails)) return null;
  return lots.map(({ lotId, remaining }) => `${Number(lotId)} 号剩 ${Number(remaining)}`).join("、");
}

/** What a refund kept of the goods that it held (lib/delivery/goods). null: another release wrote it. */
function heldText(held: unknown): string | null {
  if (!isDetails(held)) return null;
  if (held.type === "OVER" || held.type === "NONE") return "没有";
  if (held.type === "SUBSCRIPTION") return "套餐";
  const lots = held.type === "CREDITS" && Array.isArray(held.lots) ? (held.lots as { amount?: unknown }[]) : null;
  return lots && `${lots.reduce((sum, { amount }) => sum + Number(amount ?? 0), 0)} 积分`;
}

const labelOf = (name: string) => LABELS[name] ?? name;

/** What of a state another one has too, or has not. */
function partOf(state: Details, other: Details, isShared: boolean): Details {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name in other === isShared));
}

/** What differs between two states. */
function changesOf(before: Details, after: Details): ActView["changes"] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => ({
      label: labelOf(name),
      before: valueText(name, before[name]),
      after: valueText(name, after[name]),
    }));
}

function factsOf(detail: Details): ActView["facts"] {
  return Object.entries(detail).flatMap(([name, value]) => {
    // What an alert knew is told beside what was done about it, once.
    if (name === "detail" && isDetails(value))
      return factsOf(Object.fromEntries(Object.entries(value).filter(([known]) => !(known in detail))));
    const text = valueText(name, value);
    return text === null ? [] : [{ label: labelOf(name), value: text }];
  });
}

/** An act as the facts about it, and as what it changed: what only one of two states knows is a fact, and no change. */
function told(detail: Details): Pick<ActView, "facts" | "changes"> {
  const { before, after, ...facts } = detail;
  if (isDetails(before) && isDetails(after)) {
    const alone = { ...partOf(before, after, false), ...partOf(after, before, false) };
    const changes = changesOf(partOf(before, after, true), partOf(after, before, true));
    return { facts: factsOf({ ...facts, ...alone }), changes };
  }
  if (isDetails(before)) return { facts: factsOf(facts), changes: changesOf(before, {}) };
  if (isDetails(after)) return { facts: factsOf(facts), changes: changesOf({}, after) };
  return { facts: factsOf(detail), changes: [] };
}

/** An entry of the audit log for people. */
export function actView({ id, createTime, actor, action, target, detail, name }: StoredAct): ActView {
  return {
    id: Number(id),
    time: createTime.toISOString(),
    actor,
    by: name === null ? actorText(actor) : `${actorText(actor)} ${name}`,
    action,
    actionText: auditActionText(action),
    target,
    ...told(detail),
  };
}

const MISMATCHES: Readonly<Record<string, string>> = {
  channel: "支付方式",
  app: "应用",
  seller: "收款账户",
  amount: "金额",
};

const VERDICTS: Readonly<Record<string, string>> = {
  PAID: "付款，已入账",
  PAID_LATE: "订单关闭之后的付款，已入账",
  DUPLICATE: "多付的一笔，原路退回",
  UNWANTED: "订单已不能付款，原路退回",
  unpaid: "还没有付款",
  refund: "关于退款的消息",
  already: "已经入过账",
  ORPHAN: "找不到订单",
  FOREIGN: "不是本店的单号",
};

/** What we made of what was said. */
function verdictText(verdict: string): string {
  const [kind, what = ""] = verdict.split(":");
  if (kind === "MISMATCH") return `与订单不符：${MISMATCHES[what] ?? what}`;
  return VERDICTS[verdict] ?? verdict;
}

/** The fields of a message: a form of a notice, or JSON of an answer; of anything else none. */
function fieldsOf(content: string): EvidenceView["fields"] {
  if (/^\{.*\}$/s.test(content)) return factsOf(JSON.parse(content) as Details);
  return content.includes("=") ? [...new URLSearchParams(content)].map(([label, value]) => ({ label, value })) : [];
}

export function evidenceView(stored: StoredEvidence): EvidenceView {
  const { id, createTime, source, outTradeNo, tradeNo, verdict, amountFen, content } = stored;
  return {
    id: Number(id),
    time: createTime.toISOString(),
    ...{ source, tradeNo, outTradeNo, verdict },
    amount: amountFen === null ? null : yuanNumber(Number(amountFen)),
    verdictText: verdictText(verdict),
    content,
    fields: fieldsOf(content),
  };
}
