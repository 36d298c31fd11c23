import type { World } from "./world.ts";

const COLUMN = 34;

/** Prints the figures, as a table for people and as one line of JSON, and what was broken. True when nothing was. */
export async function report(world: World, seconds: number | null, again: string): Promise<boolean> {
  const { findings, seed } = world;
  const { violations } = findings;
  const figures = {
    seed,
    seconds,
    ...(await sums(world)),
    ...gathered(findings.counts),
    violations: violations.length,
  };
  for (const [name, figure] of Object.entries(figures))
    console.log(name.padEnd(COLUMN), typeof figure === "object" ? JSON.stringify(figure) : figure);
  for (const { check, subject } of violations) console.log(`VIOLATION ${check}: ${subject}`);
  if (violations.length > 0) console.log(`again: ${again}`);
  console.log(JSON.stringify({ ...figures, violated: violations }));
  return violations.length === 0;
}

/** Totals of the books at the end. */
async function sums({ database, alipay, findings }: World): Promise<Record<string, number>> {
  const [row] = await database.ask<Record<string, number>>(`select
    (select count(*) from oms_order)::int as orders,
    (select count(*) from oms_payment_records where kind = 'EFFECTIVE')::int as paid,
    (select count(*) from oms_payment_records where kind <> 'EFFECTIVE')::int as stray,
    (select count(*) from oms_delivery_records where delivery_status = 'DELIVERED')::int as delivered,
    (select count(*) from oms_refund_records where status = 'SUCCESS')::int as refunded,
    (select count(*) from ums_credit_consumption)::int as spendings`);
  const movements = await alipay.statement();
  const percentiles = { p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 };
  return {
    ...row,
    movementsAtAlipay: movements.length,
    ...Object.fromEntries(Object.entries(percentiles).map(([name, share]) => [name, findings.percentile(share)])),
  };
}

const GROUPS = { fault: "faults", answers: "answers", scene: "scenes" } as const;

/** Counts are grouped by their first word ("fault hang-after"). */
function gathered(counts: Readonly<Record<string, number>>): Record<string, number | Record<string, number>> {
  const figures: Record<string, number | Record<string, number>> = {};
  for (const [name, n] of Object.entries(counts)) {
    const [, kind, member] = /^(fault|answers|scene) (.+)$/.exec(name) ?? [];
    if (!kind) figures[name] = n;
    else {
      const group = GROUPS[kind as keyof typeof GROUPS];
      figures[group] = { ...(figures[group] as Record<string, number> | undefined), [member!]: n };
    }
  }
  return figures;
}
