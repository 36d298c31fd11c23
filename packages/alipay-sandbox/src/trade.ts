/** The data of a trade. Amounts in fen, instants in epoch milliseconds. */
import { MERCHANT, type Identity, type Product } from "./merchant.ts";

export type TradeStatus = "WAIT_BUYER_PAY" | "TRADE_SUCCESS" | "TRADE_CLOSED" | "TRADE_FINISHED";

/** A verified request to pay. It is not a trade: it is created when a buyer scans or logs in. */
export type PayRequest = {
  id: string;
  /** Who asked; absent in what a sandbox wrote when it had one merchant. */
  merchant?: Identity;
  product: Product;
  outTradeNo: string;
  amountFen: number;
  subject: string;
  body?: string;
  passbackParams?: string;
  notifyUrl?: string;
  returnUrl?: string;
  quitUrl?: string;
  productCode: string;
  /** What must not change when the same order number comes again. */
  context: string;
  /** When the merchant first asked; relative timeouts of page.pay count from here. */
  askedAt: number;
  expireAt: number;
  /** wap.pay with a relative timeout: counted from the login instead. */
  expiresAfterMs?: number;
  qrPayMode: string;
  qrcodeWidth: number;
  /** A precreated code is invalid after two hours, whatever the trade's own deadline. */
  codeDiesAt?: number;
};

export type Refund = {
  outRequestNo: string;
  /** False when the merchant gave no out_request_no. */
  named: boolean;
  amountFen: number;
  reason?: string;
  askedAt: number;
  /** A refund that the gateway keeps pending lands this much later; absent with no doneAt: never. */
  pendingMs?: number;
  /** When the money moved; absent while the refund is pending. */
  doneAt?: number;
};

export type HistoryLine = { at: number; text: string };

export type Trade = {
  request: PayRequest;
  tradeNo: string;
  buyerId: string;
  status: TradeStatus;
  createdAt: number;
  expireAt: number;
  paidAt?: number;
  closedAt?: number;
  finishedAt?: number;
  refunds: Refund[];
  history: HistoryLine[];
};

/** What became of a visit to the cashier. */
export type Bought = {
  outTradeNo: string;
  tradeNo: string;
  status: TradeStatus;
  /** The signed way back to the merchant, when paid and asked for. */
  returnUrl?: string;
};

/** A trade with its notices, as the control API shows it. Amounts in fen, instants in epoch milliseconds. */
export type TradeView = {
  outTradeNo: string;
  tradeNo: string;
  status: TradeStatus;
  amountFen: number;
  subject: string;
  product: Product;
  buyerId: string;
  createdAt: number;
  expireAt: number;
  paidAt: number | undefined;
  closedAt: number | undefined;
  finishedAt: number | undefined;
  refunds: Refund[];
  history: HistoryLine[];
  /** How many notices were made of it. */
  notices: number;
  /** Why its callback came or did not come, in one sentence. */
  callback: string;
};

/** The merchant that a trade belongs to. */
export const merchantOfTrade = ({ request }: Pick<Trade, "request">): Identity => request.merchant ?? MERCHANT;

export const paidOnce = (trade: Trade): trade is Trade & { paidAt: number } => trade.paidAt !== undefined;

/** Refunded amount in fen. */
export const refundedFen = (trade: Trade): number =>
  trade.refunds.reduce((sum, refund) => sum + (refund.doneAt === undefined ? 0 : refund.amountFen), 0);

/** Refunded and pending amount in fen. */
export const askedBackFen = (trade: Trade): number => trade.refunds.reduce((sum, refund) => sum + refund.amountFen, 0);
