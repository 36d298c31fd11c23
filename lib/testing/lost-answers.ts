import type { Socket } from "node:net";
import pg from "pg";
import { expect, vi } from "vitest";

/**
 * Loses the server's answer to the first statement that fits: it is sent, nothing that comes back is read, and once
 * `isDone` sees in the database what it did, its line breaks.
 */
export async function loseAnswer<Result>(
  statement: RegExp,
  work: () => Promise<Result>,
  isDone: () => Promise<boolean>,
): Promise<Result> {
  let lend: (line: Socket) => void;
  const lent = new Promise<Socket>((resolve) => (lend = resolve));
  const real = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [string | { text: string }];
    if (statement.test(typeof config === "string" ? config : config.text)) {
      spy.mockImplementation(real);
      const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
      stream.pause();
      lend(stream);
    }
    return Reflect.apply(real, this, args) as void;
  });
  try {
    const result = work();
    result.catch(() => undefined); // Its end is awaited below, after the line has broken.
    const line = await lent;
    await vi.waitFor(async () => expect(await isDone()).toBe(true), { timeout: 5_000, interval: 5 });
    line.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    return await result;
  } finally {
    spy.mockRestore();
  }
}
