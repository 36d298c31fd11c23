import pg from "pg";
import { vi } from "vitest";
import { pool } from "../db/pool.ts";

/** The EXPLAIN output of a statement. */
export interface Plan {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly Plan[];
}

/** How many rows of a table the plan really read, those that it then threw away included. */
export function rowsRead(plan: Plan, table: string): number {
  const removed = (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Index Recheck"] ?? 0);
  const looked = plan["Actual Rows"] + removed;
  const own = plan["Relation Name"] === table ? looked * plan["Actual Loops"] : 0;
  return (plan.Plans ?? []).reduce((sum, child) => sum + rowsRead(child, table), own);
}

/** Runs work, then EXPLAINs every statement on `table` that it sent. */
export async function plansOn(table: string, work: () => Promise<unknown>): Promise<Plan[]> {
  // At the driver: a statement may go through the pool or through a connection that was taken from it.
  const spy = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const sent = spy.mock.calls.map(([statement]) => statement as unknown as { text: string; values: unknown[] });
  spy.mockRestore();
  const client = await pool().connect();
  try {
    // A few thousand rows are read faster from end to end; this asks what the indexes allow.
    await client.query("set enable_seqscan = off");
    const plans: Plan[] = [];
    for (const { text, values } of sent.filter((statement) => statement.text.includes(table))) {
      const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
        `explain (analyze, format json) ${text}`,
        values,
      );
      plans.push(rows[0]!["QUERY PLAN"][0].Plan);
    }
    return plans;
  } finally {
    client.release(true);
  }
}
