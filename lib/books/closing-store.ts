import { sql } from "kysely";
import { MINUTE_MS } from "../core/time.ts";
import { db } from "../db/database.ts";
import { reportRow } from "../db/report.ts";
import { monthTotals, type AccountTotals } from "./closing-parts.ts";

const first = (month: string) => sql<Date>`${`${month}-01`}::date`;

/** The totals of a month ("2026-01"), account by account. */
export async function findMonthTotals(month: string): Promise<AccountTotals[]> {
  const question = sql<{ totals: Record<string, unknown>[] }>`
    select coalesce(json_agg(total order by method, seller), '[]') as totals from (${monthTotals(first(month))}) total`;
  const totals = (await reportRow(question, MINUTE_MS))?.totals ?? [];
  return totals.map((row) => Object.fromEntries(Object.entries(row).map(([name, sum]) => [camel(name), sum])) as never);
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The days of a month that are known, and of each channel the first day that ever was. */
export async function findClosingDays(month: string) {
  const [days, begin] = await Promise.all([
    db
      .selectFrom("omsBillDay")
      .select(["paymentMethod as method", sql<string>`bill_date::text`.as("day")])
      .select([
        sql<boolean>`status = 'RECONCILED'`.as("isCompared"),
        sql<boolean>`import_time is not null`.as("hasBill"),
      ])
      .where("billDate", ">=", first(month))
      .where("billDate", "<", sql<Date>`${first(month)} + interval '1 month'`)
      .orderBy("billDate")
      .execute(),
    db
      .selectFrom("omsBillDay")
      .select(sql<string | null>`min(bill_date)::text`.as("day"))
      .executeTakeFirstOrThrow(),
  ]);
  return { days, firstDay: begin.day };
}

/** A month that is closed, as it was then; null: it is not. */
export async function findClosedMonth(month: string) {
  const found = await db
    .selectFrom("omsMonthClosing as closing")
    .innerJoin("umsMember as closer", "closer.id", "closing.closedBy")
    .select(["closing.sheet", "closing.sha256", "closing.closeTime", "closer.name as closerName"])
    .where("closing.month", "=", first(month))
    .executeTakeFirst();
  return found ?? null;
}

/** Upper bound of the months that are named. */
const MONTHS_SHOWN = 24;

/** The months that were closed, the latest first. */
export async function findClosedMonths(): Promise<string[]> {
  const found = await db
    .selectFrom("omsMonthClosing")
    .select(sql<string>`to_char(month, 'YYYY-MM')`.as("name"))
    .orderBy("month", "desc")
    .limit(MONTHS_SHOWN)
    .execute();
  return found.map(({ name }) => name);
}
