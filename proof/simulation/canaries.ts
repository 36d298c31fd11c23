import { cp, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import type { Check } from "./findings.ts";

/** A known bug, seeded on purpose; the simulation must find it. */
export interface Canary {
  readonly about: string;
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly was: string;
  readonly becomes: string;
  /** The scenarios in which it shows. */
  readonly scenes: readonly string[];
  /** The check that must find it. */
  readonly caughtBy: Check;
}

export const CANARIES: Readonly<Record<string, Canary>> = {
  "no-amount-check": {
    about: "whatever was paid pays the order",
    file: "lib/payments/rules.ts",
    was: `return fact.amountFen === attempt.amountFen ? null : "amount";`,
    becomes: `return null;`,
    scenes: ["a signed lie about the amount"],
    caughtBy: "statement",
  },
  "no-guard": {
    about: "a reservation is ended by whoever read that it is held, however long ago",
    file: "lib/credits/parts.ts",
    was: `      .where("id", "=", id)
      .where("status", "=", "HELD"),`,
    becomes: `      .where("id", "=", id),`,
    scenes: ["a crowd releases one job"],
    caughtBy: "invariant",
  },
  "success-before-commit": {
    about: "the notice is answered before it is kept",
    file: "lib/refunds/receive-notify.ts",
    was: `const isKept = ACKNOWLEDGED.has(await GATES.notices.run(settle));`,
    becomes: `GATES.notices.run(settle).catch(() => undefined);\n  const isKept = true;`,
    scenes: ["a notice that cannot be kept"],
    caughtBy: "receipt",
  },
  "release-on-unknown": {
    about: "no answer to a refund counts as a no",
    file: "lib/refunds/settle-refund.ts",
    was: `if (answer.outcome === "refused" && answer.code !== SHORT_OF_MONEY) {`,
    becomes: `if (answer.outcome !== "done") {`,
    scenes: ["the answer to a refund is lost"],
    caughtBy: "statement",
  },
  "every-answer-counts": {
    about: "an event has arrived whatever its receiver answers",
    file: "lib/events/post-message.ts",
    was: `if (status !== null && status >= 200 && status < 300) return null;`,
    becomes: `if (status !== null) return null;`,
    scenes: ["buy and pay", "instances send events at once"],
    caughtBy: "event",
  },
  "no-lease": {
    about: "who takes a delivery has it for ever",
    file: "lib/delivery/parts.ts",
    was: `    .set({ leasedUntil: leaseUntil })
    .whereRef("d.id", "=", "due.id")`,
    becomes: `    .set({ leasedUntil: sql<Date>\`'infinity'::timestamptz\` })
    .whereRef("d.id", "=", "due.id")`,
    scenes: ["a worker dies with the goods in its hands"],
    caughtBy: "unfinished",
  },
};

const ROOT = resolve(import.meta.dirname, "../..");
/** What an instance runs on. */
const PARTS = ["lib", "app/api", "proof", "package.json"];

/** A copy of the product with the bug in it. Throws when the place of the bug is not found exactly once. */
export async function copyWithBug({ file, was, becomes }: Canary): Promise<string> {
  const copy = await mkdtemp(resolve(tmpdir(), "zhangfang-canary-"));
  for (const part of PARTS) await cp(resolve(ROOT, part), resolve(copy, part), { recursive: true });
  await symlink(resolve(ROOT, "node_modules"), resolve(copy, "node_modules"));
  const place = resolve(copy, file);
  const [before, after, ...more] = (await readFile(place, "utf8")).split(was);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} does not hold exactly once: ${was}`);
  await writeFile(place, before + becomes + after);
  return copy;
}
