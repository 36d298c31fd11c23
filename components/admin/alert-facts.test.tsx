import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ALERT_FACTS } from "../../lib/contracts/alerts.ts";
import { AlertFacts } from "./alert-facts.tsx";

/** What a reader sees: name and value of each line. */
function linesOf(detail: Record<string, unknown>): string[] {
  const markup = renderToStaticMarkup(<AlertFacts detail={detail} />);
  return [...markup.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(
    ([, label, value]) => `${label}：${value!.replace(/<[^>]+>/g, "")}`,
  );
}

test("a difference of the bill is said in Chinese, its amounts in yuan, what is absent left out", () => {
  const detail = { what: "UNBOOKED", kind: "TRADE", tradeNo: "2026", outRequestNo: "", ourFen: null, billFen: 129900 };
  expect(linesOf(detail)).toEqual([
    "不符之处：账单有，账本没有",
    "类别：付款",
    "支付宝交易号：2026",
    "账单金额：¥1,299.00",
  ]);
});

test("a broken invariant names its first offenders, and a late bill whether it is here", () => {
  expect(linesOf({ id: "O04", offending: 2, subjects: ["订单 a", "订单 b"] })).toEqual([
    "检查项：O04",
    "不成立的记录数：2",
    "其中：订单 a、订单 b",
  ]);
  expect(linesOf({ isHere: false, reason: "账单不可信：没有合计" })).toEqual([
    "账单已下载：否",
    "原因：账单不可信：没有合计",
  ]);
});

test("credits that wait are more or fewer", () => {
  expect(linesOf({ memberId: 7, credits: -10_001 })).toEqual(["会员编号：7", "积分增减：−10,001"]);
});

test("what has no name is shown by its own, and a text of Alipay's is left as it is", () => {
  expect(linesOf({ novelty: { deep: 1 }, message: "amount" })).toEqual([
    "novelty：{&quot;deep&quot;:1}",
    "支付宝的说明：amount",
  ]);
});

const FACTS = Object.entries(ALERT_FACTS).flatMap(([kind, facts]) =>
  [...facts, "closedTime"].map((fact) => [kind, fact]),
);

test.each(FACTS)("%s: %s has a name in Chinese, and a time is Beijing's", (_, fact) => {
  const [line] = linesOf({ [fact!]: "2026-03-01T04:00:05.000Z" });
  expect(line).toMatch(/^[\p{Script=Han}]+：2026-03-01 12:00:05$/u);
});
