import { sql } from "kysely";
import { db, literal } from "../db/database.ts";

export type StoredLine = Awaited<ReturnType<typeof findBillLines>>[number];

/** Where a page of lines begins: before this line of this day. */
export interface LinePlace {
  readonly day: string;
  readonly lineNo: number;
}

/** The lines of bills with this number, whichever it is, each through an index of its own; the newest first. */
export function findBillLines(number: string, before: LinePlace | null, limit: number) {
  const byNumber = (column: "tradeNo" | "outTradeNo" | "outRequestNo") => {
    let own = db
      .selectFrom("omsBillLine")
      .select(["billDate", "paymentMethod", "lineNo"])
      .where(column, "=", number)
      .orderBy("billDate", "desc")
      .orderBy("lineNo", "desc")
      .limit(limit);
    if (column === "outRequestNo") own = own.where("outRequestNo", "<>", literal(""));
    if (before) own = own.where(sql<boolean>`(bill_date, line_no) < (${before.day}::date, ${before.lineNo}::int)`);
    return db.selectFrom(own.as("own")).selectAll("own");
  };
  const places = byNumber("tradeNo").union(byNumber("outTradeNo")).union(byNumber("outRequestNo"));
  return db
    .selectFrom(places.as("place"))
    .innerJoin("omsBillLine as l", (join) =>
      join
        .onRef("l.billDate", "=", "place.billDate")
        .onRef("l.paymentMethod", "=", "place.paymentMethod")
        .onRef("l.lineNo", "=", "place.lineNo"),
    )
    .innerJoin("omsBillDay as day", (join) =>
      join.onRef("day.billDate", "=", "l.billDate").onRef("day.paymentMethod", "=", "l.paymentMethod"),
    )
    .leftJoin("omsBillDifference as d", (join) =>
      join
        .onRef("d.paymentMethod", "=", "l.paymentMethod")
        .onRef("d.day", "=", "l.billDate")
        .onRef("d.lineNo", "=", "l.lineNo")
        .on("d.what", "<>", literal("UNLISTED")),
    )
    .leftJoin("omsPaymentAttempts as a", (join) =>
      join.onRef("a.outTradeNo", "=", "l.outTradeNo").onRef("a.paymentMethod", "=", "l.paymentMethod"),
    )
    .leftJoin("omsOrder as o", "o.id", "a.orderId")
    .select([sql<string>`l.bill_date::text`.as("day"), "l.lineNo", "l.kind", "l.tradeNo", "l.outTradeNo"])
    .select(["l.outRequestNo", "l.amountFen", "l.finishTime", "l.sellerId", "o.orderSn", "day.status as dayStatus"])
    .select(["d.id as differenceId", "d.what", "d.status"])
    .orderBy("l.billDate", "desc")
    .orderBy("l.lineNo", "desc")
    .limit(limit)
    .execute();
}
