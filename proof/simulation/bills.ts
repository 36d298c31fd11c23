import { monthsOf } from "../../lib/books/closing-rules.ts";
import { reconcileBills } from "../../lib/books/reconcile-bills.ts";
import { addBeijingMonths } from "../../lib/core/time.ts";
import { closeMonths } from "./closing.ts";
import type { Rest } from "./rest.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;
const LOOKS = 8;
const FOREIGN = 12;
const FOREIGN_FEN = 500;

const beijingDay = (at: number) => new Date(at + 8 * HOUR_MS).toISOString().slice(0, 10);

/**
 * While the world came to rest, Alipay's clock ran ahead of ours: what ended since `began` ended later on its side,
 * and stands on its bill of that day.
 */
async function agreeOnTheTime({ database }: World, { began, aheadMs }: Rest): Promise<void> {
  await database.ask(
    `update oms_refund_records set finish_time = finish_time + interval '${aheadMs} milliseconds' where finish_time >= $1`,
    [began],
  );
}

/** Noon of the second day of the month after this day's: every day of its own month is over for good, and one quiet day behind it. */
function nextMonth(day: string): number {
  const next = addBeijingMonths(new Date(`${day.slice(0, 7)}-01T12:00:00+08:00`), 1);
  return next.getTime() + 24 * HOUR_MS;
}

/**
 * A month later, Alipay has bills of what happened: another application's lines and odd ones stand on them, and most days had
 * nothing. Every day closes, no difference is left for a person, and finance closes the months.
 */
export async function closeTheBooks(world: World, rest: Rest): Promise<void> {
  const { alipay, database, findings } = world;
  await agreeOnTheTime(world, rest);
  const billDate = beijingDay(await alipay.clock());
  await alipay.control("bill", {
    kind: "foreign",
    outTradeNo: "SHOP2-",
    amountFen: FOREIGN_FEN,
    billDate,
    count: FOREIGN,
  });
  await alipay.control("bill", { kind: "odd", outTradeNo: "", amountFen: -6, billDate, businessType: "服务费" });
  const noon = nextMonth(billDate);
  await alipay.letTimePass(noon - (await alipay.clock()));
  for (let look = 0; look < LOOKS; look += 1) await reconcileBills(new Date(noon + look * HOUR_MS));

  const days = await database.ask<{ day: string; status: string; lines: number; foreign: number; odd: number }>(
    `select bill_date::text as day, status, trade_count + refund_count as lines, foreign_count as foreign,
       jsonb_array_length(coalesce(set_aside, '[]')) as odd from oms_bill_day order by bill_date`,
  );
  for (const { day, status } of days)
    if (status !== "RECONCILED") findings.violate("bill", `the day ${day} is ${status}`);
  findings.count("bill days", days.length);
  findings.count("quiet days", days.filter(({ lines, foreign }) => lines + foreign === 0).length);
  findings.count("bill lines", sumOf(days.map(({ lines }) => lines)));
  const told = [sumOf(days.map(({ foreign }) => foreign)), sumOf(days.map(({ odd }) => odd))].join(" and ");
  if (told !== `${FOREIGN} and 1`) findings.violate("bill", `other lines are ${FOREIGN} and 1, and counted as ${told}`);
  const differences = await database.ask<{ subject: string }>(
    "select concat_ws(' ', kind, detail ->> 'what', cause) as subject from sys_alert where kind in ('BILL_DIFFERENCE', 'BILL_LATE')",
  );
  for (const { subject } of differences) findings.violate("bill", subject);
  const months = monthsOf(days[0]?.day ?? billDate, billDate);
  await closeMonths(world, months, FOREIGN * FOREIGN_FEN, new Date(noon + LOOKS * HOUR_MS));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
