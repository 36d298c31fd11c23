import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AdminRefundDetail } from "../../lib/contracts/refunds.ts";
import { Handling } from "./review-facts.tsx";

const refund = {
  orderSn: "2026030112000000",
  outRequestNo: "R2026030112000000",
  tradeNo: "2026",
  createTime: "2026-03-01T04:00:00.000Z",
  sendCount: 3,
  sentTime: "2026-03-01T04:01:00.000Z",
  nextCheckTime: null,
  finishTime: null,
  refusal: null,
} as AdminRefundDetail;

test("the time at which a refund was sent first is called so, beside how often it was sent", () => {
  const text = renderToStaticMarkup(<Handling refund={refund} />).replace(/<[^>]+>/g, " ");
  expect(text).toMatch(/发送次数\s+3\s+首次发出\s+2026-03-01 12:01:00/);
});
