import type { Socket } from "node:net";
import pg from "pg";
import { expect, vi } from "vitest";
import { query } from "./database.ts";

/**
 * Loses the server's answer to the first statement that fits, its names without quotes: it is sent, nothing that comes
 * back is read, and once `isDone` sees in the database what it did, its line breaks.
 */
export async function loseAnswer<Result>(
  statement: RegExp,
  work: () => Promise<Result>,
  isDone: () => Promise<boolean>,
): Promise<Result> {
  let lend: (line: Socket) => void;
  const lent = new Promise<Socket>((resolve) => (lend = resolve));
  let isLost = false;
  const real = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [string | { text: string }];
    const text = typeof config === "string" ? config : config.text;
    if (!isLost && statement.test(text.replaceAll('"', ""))) {
      isLost = true;
      const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
      stream.pause();
      lend(stream);
    }
    return Reflect.apply(real, this, args) as void;
  });
  const result = work();
  result.catch(() => undefined); // Its end is awaited below, after the line has broken.
  const unmet = result.then(() => Promise.reject(new Error(`no statement fits ${statement}`)));
  try {
    const line = await Promise.race([lent, unmet]);
    try {
      await vi.waitFor(async () => expect(await isDone()).toBe(true), { timeout: 4_000, interval: 5 });
    } finally {
      line.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    }
    return await result;
  } finally {
    spy.mockRestore();
  }
}

/** While `work` runs, every statement that reads the table fails with a lock timeout. */
export async function withoutAnswer<Result>(table: string, work: () => Promise<Result>): Promise<Result> {
  await query(`create function no_answer() returns boolean language plpgsql as $$
      begin raise exception using errcode = '55P03', message = 'planted: no lock'; end $$;
    alter table ${table} rename to hidden; create view ${table} as select * from hidden where no_answer()`);
  try {
    return await work();
  } finally {
    await query(`drop view ${table}; alter table hidden rename to ${table}; drop function no_answer`);
  }
}
