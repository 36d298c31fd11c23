import { describe, expect, test } from "vitest";
import { Budget } from "../core/batch.ts";
import { AppError } from "../core/errors.ts";
import { leaseMs } from "../core/lease.ts";
import { after } from "../core/time.ts";
import { at } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { db, literal } from "./database.ts";
import {
  DATABASE_WAIT_MS,
  foundOnce,
  runDue,
  runStatement,
  type DueRows,
  type Release,
  type Tried,
} from "./run-due.ts";

useDatabase();

interface Row {
  readonly id: bigint;
}

const now = at(0);
const WAIT = at(30);
const DUE = at(-1);

/** A queue in memory, so that the runner alone is asked. */
class Queue {
  waiting: Row[];
  readonly leases: Date[] = [];
  readonly releases: Release<Row>[] = [];

  constructor(count: number) {
    this.waiting = Array.from({ length: count }, (_, i) => ({ id: BigInt(i + 1) }));
  }

  rows(work: (row: Row) => Promise<Tried>): DueRows<Row> {
    return {
      name: "queue",
      batch: 8,
      width: 2,
      outsideMs: 1_000,
      claim: (leaseUntil, limit) => {
        this.leases.push(leaseUntil);
        return Promise.resolve(this.waiting.splice(0, limit));
      },
      work,
      lease: {
        dueAt: () => DUE,
        retryAt: () => WAIT,
        release: (commit, _, releases) => {
          this.releases.push(...releases);
          this.waiting.push(...releases.filter(({ nextAt }) => nextAt <= now).map(({ row }) => row));
          commit.add("nothing", selectNothing, "any");
        },
      },
      countLeft: () => Promise.resolve(this.waiting.length),
      about: ({ id }) => ({ id: String(id) }),
    };
  }
}

const selectNothing = db.selectNoFrom(literal(1).as("one"));

const done = (): Promise<Tried> => Promise.resolve({ outcome: "done" });

describe("a run", () => {
  test("goes on, batch after batch, until nothing is due", async () => {
    expect(await runDue(new Queue(1_000).rows(done), now)).toEqual({ claimed: 1_000, done: 1_000, failed: 0, left: 0 });
  });

  test("claims nothing more once its time is used, and gives back what it has not begun, as it was and due at once", async () => {
    const queue = new Queue(30);
    const budget = new Budget(20);
    const untilUsed = async (): Promise<Tried> => {
      await expect.poll(() => budget.isUsed()).toBe(true);
      return { outcome: "done" };
    };
    expect(await runDue(queue.rows(untilUsed), now, budget)).toEqual({ claimed: 2, done: 2, failed: 0, left: 28 });
    expect(queue.releases).toHaveLength(6);
    expect(queue.releases.every(({ nextAt, isTry }) => nextAt === DUE && !isTry)).toBe(true);
  });

  test("ends once fifty rows did not come right, and counts what is left", async () => {
    const queue = new Queue(1_000);
    const failing = (): Promise<Tried> => Promise.resolve({ outcome: "failed", nextAt: WAIT });
    const report = await runDue(queue.rows(failing), now);
    expect(report.failed).toBeGreaterThanOrEqual(50);
    expect(report).toEqual({ claimed: report.failed, done: 0, failed: report.failed, left: 1_000 - report.failed });
  });

  test("goes on where rows only have to wait", async () => {
    const waiting = (): Promise<Tried> => Promise.resolve({ outcome: "failed", nextAt: WAIT, isAnswered: true });
    const report = await runDue(new Queue(200).rows(waiting), now);
    expect(report).toEqual({ claimed: 200, done: 0, failed: 200, left: 0 });
  });

  test("does not count a row of which somebody else was first", async () => {
    const others = new Queue(100).rows(({ id }) => Promise.resolve({ outcome: id % 2n ? "gone" : "done" }));
    expect(await runDue(others, now)).toEqual({ claimed: 50, done: 50, failed: 0, left: 0 });
  });

  test("goes on past a row that throws, and waits with it as its rule says", async () => {
    const queue = new Queue(9);
    const poisoned = queue.rows(({ id }) => (id === 4n ? Promise.reject(new Error("poison")) : done()));
    expect(await runDue(poisoned, now)).toEqual({ claimed: 9, done: 8, failed: 1, left: 0 });
    expect(queue.releases).toEqual([{ row: { id: 4n }, nextAt: WAIT, isTry: true }]);
  });

  test("counts no try where our own database did not answer", async () => {
    const queue = new Queue(1);
    const busy = queue.rows(() => Promise.reject(new AppError("BUSY", { detail: new Error("no connection") })));
    expect(await runDue(busy, now)).toMatchObject({ failed: 1 });
    expect(queue.releases).toEqual([{ row: { id: 1n }, nextAt: after(now, DATABASE_WAIT_MS), isTry: false }]);
  });

  test("counts a lease from the moment of its claim, not from its own beginning", async () => {
    const queue = new Queue(20);
    const time = new Budget(30);
    const slow = async (): Promise<Tried> => {
      await expect.poll(() => time.isUsed()).toBe(true);
      return { outcome: "done" };
    };
    const rows = queue.rows(slow);
    await runDue(rows, now);
    const [one, two] = queue.leases.map((lease) => lease.getTime() - now.getTime() - leaseMs(rows));
    expect(one).toBeGreaterThanOrEqual(0);
    expect(two).toBeGreaterThanOrEqual(30);
  });
});

test("rows without a lease are found once in a run, whatever becomes of them", async () => {
  const stuck = [{ id: 1n }, { id: 2n }, { id: 3n }];
  const find = foundOnce((passed, limit) =>
    Promise.resolve(stuck.filter(({ id }) => !passed.includes(id)).slice(0, limit)),
  );
  const rows: DueRows<Row> = {
    ...{ name: "stuck", batch: 2, width: 2, outsideMs: 0, claim: find },
    work: () => Promise.resolve({ outcome: "failed" }),
    countLeft: () => Promise.resolve(stuck.length),
    about: () => ({}),
  };
  expect(await runDue(rows, now)).toEqual({ claimed: 3, done: 0, failed: 3, left: 0 });
});

describe("a statement for many rows", () => {
  const statement = (due: number) => ({
    apply: (limit: number) => {
      const count = Math.min(limit, due);
      due -= count;
      return Promise.resolve(count);
    },
    countLeft: () => Promise.resolve(due),
  });

  test("is repeated until nothing is due", async () => {
    expect(await runStatement(statement(1_200))).toEqual({ claimed: 1_200, done: 1_200, failed: 0, left: 0 });
  });

  test("ends once the time is used, and counts what is left", async () => {
    expect(await runStatement(statement(1_200), new Budget(0))).toEqual({
      ...{ claimed: 500, done: 500, failed: 0, left: 700 },
    });
  });
});
