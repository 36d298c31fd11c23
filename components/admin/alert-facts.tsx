import type { AlertFact } from "@/lib/contracts/alerts.ts";
import { yuanNumber } from "@/lib/core/money.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Money } from "../ui/money.tsx";
import { signed } from "./member-words.ts";

const LABELS: Readonly<Record<AlertFact, string>> = {
  what: "不符之处",
  kind: "类别",
  reason: "原因",
  code: "支付宝错误码",
  message: "支付宝的说明",
  tradeNo: "支付宝交易号",
  outTradeNo: "商户订单号",
  outRequestNo: "退款请求号",
  due: "最早应问的时间",
  appId: "应用号",
  sellerId: "商户号",
  attempts: "没有结果的付款",
  refunds: "没有结果的退款",
  calls: "最近的调用数",
  unanswered: "其中没有回答的",
  invoiceSn: "发票申请号",
  number: "发票号码",
  memberId: "会员编号",
  credits: "积分增减",
  billFen: "账单金额",
  ourFen: "账本金额",
  amountFen: "退款金额",
  source: "从哪里得知",
  billDate: "账单日期",
  isHere: "账单已下载",
  id: "检查项",
  holds: "应当成立",
  offending: "不成立的记录数",
  subjects: "其中",
  since: "从什么时候起",
  missed: "这段时间平时有多少笔付款",
  job: "定时任务",
  host: "接收地址",
  eventNo: "事件",
  type: "事件类型",
  refused: "其中涉及的订单数",
  closedTime: "上次标为已处理",
};

/** The words of ours that stand in `what` and `kind`. */
const WORDS: Readonly<Record<string, string>> = {
  app: "应用",
  seller: "收款方",
  amount: "金额",
  DUPLICATE: "重复付款",
  UNWANTED: "订单已不能付款",
  UNBOOKED: "账单有，账本没有",
  AMOUNT: "金额或单号不一致",
  TWICE: "账单重复列出",
  UNLISTED: "账本有，账单没有",
  TRADE: "付款",
  REFUND: "退款",
  NAMED: "有单号",
  UNNAMED: "支付宝没有给出单号",
  NOTIFY: "支付宝的通知",
  QUERY: "向支付宝查询",
  BILL: "支付宝的账单",
};

/** The facts of an alert, one a line; what has no name here is shown by the name it came with. */
export function AlertFacts({ detail }: { detail: Record<string, unknown> }) {
  return (
    <Facts
      facts={Object.entries(detail).map(([key, value]) => ({ label: labelOf(key), value: valueOf(key, value) }))}
    />
  );
}

function labelOf(key: string): string {
  return Object.hasOwn(LABELS, key) ? LABELS[key as AlertFact] : key;
}

/** As JSON has an instant. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

function valueOf(key: string, value: unknown) {
  if (value === null || value === "") return null;
  if (key.endsWith("Fen") && Number.isSafeInteger(value)) return <Money amount={yuanNumber(value as number)} />;
  if (key === "credits" && Number.isSafeInteger(value)) return signed(value as number);
  if (typeof value === "string" && INSTANT.test(value)) return <Instant iso={value} format="second" />;
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.join("、") || null;
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  return key === "what" || key === "kind" || key === "source" ? (WORDS[text] ?? text) : text;
}
