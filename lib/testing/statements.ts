import pg from "pg";
import { vi } from "vitest";

/** Counts statements at the database driver. */
export async function statementsOf(work: () => Promise<unknown>): Promise<{ reads: number; writes: number }> {
  const texts: string[] = [];
  const real = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [string | { text: string }];
    texts.push(typeof config === "string" ? config : config.text);
    return Reflect.apply(real, this, args) as void;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  const writes = texts.filter((text) => /\b(insert into|update|delete from|begin|commit)\b/i.test(text)).length;
  return { reads: texts.length - writes, writes };
}
