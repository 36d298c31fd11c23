/** A local Alipay for tests: `createAlipay()`. README.md tells the whole story. */
export { BadRequest } from "./bad-request.ts";
export { createAlipay } from "./create-alipay.ts";
export { Refusal } from "./refusal.ts";
export type { Difference } from "./bill-rows.ts";
export type { LoggedCall } from "./call-log.ts";
export type { ClockMode, ClockSetting } from "./clock.ts";
export type { FaultName, FaultPlace, FaultRule, KnownFault } from "./faults.ts";
export type * from "./local-alipay.ts";
export type { Identity, Merchant, NextKey, NoticeKind, Product, SwitchChanges, Switches, Whose } from "./merchant.ts";
export type { Delivery, Notice, NoticeState } from "./notice.ts";
export type { Buyer, BuyerState } from "./purses.ts";
export type { Movement, Statement } from "./statement.ts";
export type { Bought, HistoryLine, Refund, TradeStatus, TradeView } from "./trade.ts";
