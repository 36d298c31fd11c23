import { randomUUID } from "node:crypto";
import { getClosing } from "../books/get-closing.ts";
import { query } from "./database.ts";
import { aMismatch, anOutsideRefund, type Premises } from "./premises.ts";

/** What an open difference is about: a refund made outside, a payment that does not fit its order, or a number of nobody. */
type About = "outside" | "mismatch" | "nobody's";

/** An open difference of today about something real: its id. */
export async function aDifference(premises: Premises, about: About): Promise<string> {
  const of = await numbersOf(premises, about);
  const { kind, tradeNo, outTradeNo, outRequestNo, orderSn, fen } = of;
  const cause = [kind, tradeNo, ...(outRequestNo ? [outRequestNo] : [])].join(":");
  const [row] = await query<{ id: bigint }>(
    `insert into oms_bill_difference (what, kind, cause, day, trade_no, out_trade_no, out_request_no, order_sn, bill_fen, amount_fen)
     values ('UNBOOKED', $1::bill_line_kind, $2, current_date, $3, $4, $5, $6, $7, $8) returning id`,
    [kind, cause, tradeNo, outTradeNo, outRequestNo, orderSn, fen, kind === "TRADE" ? fen : -fen],
  );
  return String(row!.id);
}

interface Numbers {
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly orderSn: string | null;
  readonly fen: number;
}

async function numbersOf(premises: Premises, about: About): Promise<Numbers> {
  if (about === "nobody's") {
    const tradeNo = randomUUID();
    return { kind: "TRADE", tradeNo, outTradeNo: "nobodys", outRequestNo: "", orderSn: null, fen: 500 };
  }
  const isRefund = about === "outside";
  const alertId = isRefund ? await anOutsideRefund(premises) : await aMismatch(premises);
  const [found] = await query<{ order_sn: string; trade_no: string; no: string; fen: number }>(
    `select o.order_sn, detail ->> 'tradeNo' as trade_no, coalesce(detail ->> 'outRequestNo', '') as no, o.pay_amount_fen as fen
     from sys_alert a join oms_order o on o.order_sn = a.order_sn where a.id = $1`,
    [alertId],
  );
  const { order_sn: orderSn, trade_no: tradeNo, no, fen } = found!;
  return { kind: isRefund ? "REFUND" : "TRADE", tradeNo, outTradeNo: orderSn, outRequestNo: no, orderSn, fen };
}

/** A rule that holds: its id. */
export async function aForeignRule({ admin }: Premises): Promise<string> {
  const [rule] = await query<{ id: bigint }>(
    "insert into oms_foreign_rule (prefix, reason, created_by) values ($1, '另一家店', $2) returning id",
    [`SHOP-${randomUUID()}`, admin],
  );
  return String(rule!.id);
}

let months = 0;

/** A month of before the shop, which nobody has closed, and the checksum of its sheet. */
export async function anEmptyMonth(): Promise<{ month: string; sha256: string }> {
  const [year, number] = [2000 + Math.floor(months / 12), (months % 12) + 1];
  months += 1;
  const month = `${year}-${String(number).padStart(2, "0")}`;
  return { month, sha256: (await getClosing(month, new Date())).sha256 };
}
