import { describe, expect, test } from "vitest";
import { at } from "../testing/builders.ts";
import { useScriptedAlipay } from "../testing/scripted-alipay.ts";
import { queryRefund, queryTrade, refundTrade } from "./gateway.ts";
import { accountSdks } from "./sdk.ts";

// How each signed answer is interpreted. gateway.test.ts uses the sandbox, which cannot produce most of these.
const alipay = useScriptedAlipay();

const OK = { code: "10000", msg: "Success" };
const FAILED = { code: "40004", msg: "Business Failed" };
const numbers = { tradeNo: "T1", outTradeNo: "SN1", outRequestNo: "R1" };
const unknown = (reason: string) => ({ outcome: "unknown", reason });

type Answer = Readonly<Record<string, unknown>>;

describe("asked about a trade, an answer", () => {
  const trade: Answer = {
    ...OK,
    trade_no: "T1",
    out_trade_no: "SN1",
    trade_status: "TRADE_SUCCESS",
    total_amount: "9.90",
  };

  test.each<[string, Answer, object]>([
    ["of that trade is believed", trade, { outcome: "done", trade: { state: "PAID", amountFen: 990, paidAt: null } }],
    ["of another order is not", { ...trade, out_trade_no: "SN2" }, unknown("the answer speaks of another trade")],
    ["without a trade number is not", { ...trade, trade_no: "" }, unknown("the answer speaks of another trade")],
    ["whose trade number is no text is not", { ...trade, trade_no: 1 }, unknown("the answer speaks of another trade")],
    ["without an amount has none", { ...trade, total_amount: "" }, { outcome: "done", trade: { amountFen: null } }],
    ["TRADE_NOT_EXIST is none yet", { ...FAILED, sub_code: "ACQ.TRADE_NOT_EXIST" }, { outcome: "done", trade: null }],
    ["in lower case is the same", { ...FAILED, sub_code: "acq.trade_not_exist" }, { outcome: "done", trade: null }],
    ["20000 is no answer", { code: "20000", sub_code: "ACQ.TRADE_NOT_EXIST" }, unknown("20000 ACQ.TRADE_NOT_EXIST")],
  ])("%s", async (_, reply, meaning) => {
    alipay.reply = reply;
    expect(await queryTrade(accountSdks()[0], "SN1", at(0))).toMatchObject(meaning);
  });
});

describe("a refund sent, the answer", () => {
  const sent: Answer = { ...OK, trade_no: "T1", fund_change: "Y", refund_fee: "5.00" };

  test.each<[string, Answer, object]>([
    ["says that the money moved", sent, { outcome: "done", moved: true }],
    ["has the sum of several refunds", { ...sent, refund_fee: "9.90" }, { outcome: "done", moved: true }],
    ["has less than was asked", { ...sent, refund_fee: "4.99" }, { outcome: "done", moved: false }],
    ["has no sum", { ...sent, refund_fee: "" }, { outcome: "done", moved: false }],
    ["moved nothing now", { ...sent, fund_change: "N" }, { outcome: "done", moved: false }],
    ["does not say whether", { ...sent, fund_change: "" }, { outcome: "done", moved: false }],
    ["speaks of another trade", { ...sent, trade_no: "T2" }, unknown("the answer speaks of another trade")],
    [
      "says no",
      { ...FAILED, sub_code: "ACQ.SELLER_BALANCE_NOT_ENOUGH", sub_msg: "卖家余额不足" },
      { outcome: "refused", code: "SELLER_BALANCE_NOT_ENOUGH", message: "卖家余额不足" },
    ],
    [
      "says no in lower case",
      { ...FAILED, sub_code: "isp.trade_has_close", sub_msg: "交易已关闭" },
      { outcome: "refused", code: "TRADE_HAS_CLOSE", message: "交易已关闭" },
    ],
    ["says try again in lower case", { ...FAILED, sub_code: "acq.system_error" }, unknown("40004 acq.system_error")],
    ["says so in lower case", { ...sent, fund_change: "y" }, { outcome: "done", moved: true }],
    ["says try again", { ...FAILED, sub_code: "ACQ.SYSTEM_ERROR" }, unknown("40004 ACQ.SYSTEM_ERROR")],
  ])("%s", async (_, reply, meaning) => {
    alipay.reply = reply;
    expect(await refundTrade(accountSdks()[0], { ...numbers, amountFen: 500, reason: "不需要了" }, at(0))).toEqual(
      meaning,
    );
  });
});

test("a refund of one fen is not moved by an answer without a sum", async () => {
  alipay.reply = { ...OK, trade_no: "T1", fund_change: "Y" };
  expect(await refundTrade(accountSdks()[0], { ...numbers, amountFen: 1, reason: "不需要了" }, at(0))).toMatchObject({
    moved: false,
  });
});

describe("asked about a refund, an answer", () => {
  const refund: Answer = {
    ...OK,
    trade_no: "T1",
    out_request_no: "R1",
    refund_status: "REFUND_SUCCESS",
    refund_amount: "5.00",
  };

  test.each<[string, Answer, object]>([
    ["says how much", refund, { outcome: "done", refundedFen: 500 }],
    ["says so in lower case", { ...refund, refund_status: "refund_success" }, { outcome: "done", refundedFen: 500 }],
    ["without a status says nothing yet", { ...refund, refund_status: "" }, { outcome: "done", refundedFen: null }],
    ["of another state says nothing yet", { ...refund, refund_status: "X" }, { outcome: "done", refundedFen: null }],
    ["of another trade is not believed", { ...refund, trade_no: "T2" }, unknown("the answer speaks of another refund")],
    [
      "of another request is not believed",
      { ...refund, out_request_no: "R2" },
      unknown("the answer speaks of another refund"),
    ],
    ["without an amount is not believed", { ...refund, refund_amount: "" }, unknown("no readable amount")],
    ["TRADE_NOT_EXIST says nothing yet", { ...FAILED, sub_code: "TRADE_NOT_EXIST" }, { refundedFen: null }],
    [
      "in lower case is the same",
      { ...FAILED, sub_code: "acq.trade_not_exist" },
      { outcome: "done", refundedFen: null },
    ],
    ["20000 is no answer", { code: "20000", sub_code: "isp.unknow-error" }, unknown("20000 isp.unknow-error")],
  ])("%s", async (_, reply, meaning) => {
    alipay.reply = reply;
    expect(await queryRefund(accountSdks()[0], numbers, at(0))).toMatchObject(meaning);
  });
});
