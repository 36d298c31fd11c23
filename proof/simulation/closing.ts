import { closeTheMonth } from "../../lib/books/close-month.ts";
import { isOver } from "../../lib/books/closing-rules.ts";
import { getClosing } from "../../lib/books/get-closing.ts";
import type { ClosingView } from "../../lib/contracts/closing.ts";
import { beijingDay } from "../../lib/core/day-range.ts";
import { AppError } from "../../lib/core/errors.ts";
import type { Person } from "./person.ts";
import type { World } from "./world.ts";

const fen = (yuan: number) => Math.round(yuan * 100);

interface Attempt {
  readonly month: string;
  readonly sha256: string;
}

/**
 * Three at once close the month, and one of them does: one through the address, which refuses a month that is not over by the clock
 * of the instances, and two through the verb behind it, at `now`.
 */
async function close({ admins, findings }: World, attempt: Attempt, now: Date): Promise<void> {
  const asks = admins.slice(1).map(({ id }) => closeTheMonth(id, attempt, { now, actor: `admin:${id}` }));
  const [{ status }, answers] = await Promise.all([
    admins[0]!.post("/api/admin/closing", attempt),
    Promise.allSettled(asks),
  ]);
  for (const answer of answers)
    if (answer.status === "rejected" && !(answer.reason instanceof AppError)) throw answer.reason;
  if (status === 200 && !isOver(attempt.month, beijingDay(new Date())))
    findings.violate("closing", `${attempt.month} was closed before its end`);
  const closed = answers.filter((answer) => answer.status === "fulfilled").length + (status === 200 ? 1 : 0);
  if (closed !== 1) findings.violate("closing", `${attempt.month} was closed ${closed} times`);
}

/** What the desk shows of a month; null: it did not answer. */
async function sheetOf(admin: Person, month: string): Promise<ClosingView | null> {
  const { status, data } = await admin.get(`/api/admin/closing?month=${month}`);
  return status === 200 ? (data as unknown as ClosingView) : null;
}

/**
 * Finance closes these months at `now`. Each has no obstacle then; the sheet that is kept explains every account's difference to the
 * fen; and all sheets together have the money that Alipay has moved, `besides` (in fen) of another application added.
 */
export async function closeMonths(world: World, months: readonly string[], besides: number, now: Date): Promise<void> {
  const { admins, findings } = world;
  const billed = { income: 0, refunded: 0 };
  for (const month of months) {
    const { sha256, obstacles } = await getClosing(month, now);
    for (const obstacle of obstacles) findings.violate("closing", `${month}: ${obstacle}`);
    if (obstacles.length > 0) continue;
    await close(world, { month, sha256 }, now);
    const kept = await sheetOf(admins[0]!, month);
    if (kept?.sha256 !== sha256 || kept.closed === null)
      findings.violate("closing", `${month} is not kept as it was seen`);
    for (const { sellerId, bill, difference, items, remainder } of kept?.sheet.accounts ?? []) {
      billed.income += fen(bill.income);
      billed.refunded += fen(bill.refunded);
      const explained = items.reduce((sum, { amount }) => sum + fen(amount), 0);
      if (explained !== fen(difference) || remainder !== 0)
        findings.violate("closing", `${month} ${sellerId}: ${explained} fen explain ${fen(difference)}`);
    }
    findings.count("months closed");
  }
  const moved = (await world.alipay.statement()).map(({ kind, fen: amount }) => [kind, amount] as const);
  const sumOf = (wanted: string) => moved.reduce((sum, [kind, amount]) => sum + (kind === wanted ? amount : 0), 0);
  const told = [sumOf("pay") + besides, sumOf("refund")];
  if (told.join() !== [billed.income, billed.refunded].join())
    findings.violate(
      "closing",
      `sheets with ${billed.income} and ${billed.refunded} fen, Alipay moved ${told.join(" and ")}`,
    );
}
