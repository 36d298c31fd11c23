import { sql } from "kysely";
import { db, literal } from "../db/database.ts";
import { reportRow } from "../db/report.ts";
import { SECOND_MS } from "../core/time.ts";

/** Payments are recorded nearly in the order of their times: the last one is among so many. */
const NEARLY = 20;

/** When an order was last paid; null: none ever was. One index lookup. */
export async function findLastPayment(): Promise<Date | null> {
  const newest = db
    .selectFrom("omsPaymentRecords")
    .select("paymentTime")
    .where("kind", "=", literal("EFFECTIVE"))
    .orderBy("id", "desc")
    .limit(literal(NEARLY));
  const last = db.selectFrom(newest.as("newest")).select(({ fn }) => fn.max("paymentTime").as("paymentTime"));
  return (await last.executeTakeFirst())?.paymentTime ?? null;
}

/** The newest `most` payments since then, by the hour of the Beijing day, and how long before the last one the first was. */
export async function sumUsualSales(since: Date, most: number) {
  const newest = sql`select payment_time from oms_payment_records where kind = 'EFFECTIVE' order by id desc limit ${most}`;
  const found = await reportRow(
    sql<{ hours: { hour: number; payments: number }[]; spanMs: number }>`
      with newest as materialized (${newest}), usual as (select * from newest where payment_time >= ${since})
      select coalesce((select json_agg(one) from (
          select extract(hour from payment_time at time zone interval '8 hours')::int as hour, count(*) as payments
          from usual group by 1) one), '[]') as hours,
        coalesce((select extract(epoch from max(payment_time) - min(payment_time)) * 1000 from usual), 0)::float8 as "spanMs"`,
    5 * SECOND_MS,
  );
  return found ?? { hours: [], spanMs: 0 };
}

/** How many of these numbers are attempts of ours. */
export async function countOwnNumbers(numbers: readonly string[]): Promise<number> {
  const { many } = await db
    .selectFrom("omsPaymentAttempts")
    .select(({ fn }) => fn.countAll<number>().as("many"))
    .where("outTradeNo", "=", sql<string>`any(${numbers}::text[])`)
    .executeTakeFirstOrThrow();
  return Number(many);
}

/** As many of the newest pieces of evidence are looked through: there may be no notice among a great many answers. */
const LOOKED_THROUGH = 1_000;

/** Whether one of the newest pieces of evidence is a notice that was believed, from after `since`. */
export async function wasNoticeKeptSince(since: Date): Promise<boolean> {
  const newest = db
    .selectFrom("omsPaymentEvidence")
    .select(["source", "verdict", "createTime"])
    .orderBy("id", "desc")
    .limit(literal(LOOKED_THROUGH));
  const kept = await db
    .selectFrom(newest.as("newest"))
    .select("createTime")
    .where("source", "=", literal("NOTIFY"))
    .where("verdict", "not like", "MISMATCH:%")
    .where("verdict", "not in", ["ORPHAN", "FOREIGN"])
    .where("createTime", ">", since)
    .limit(literal(1))
    .executeTakeFirst();
  return kept !== undefined;
}
