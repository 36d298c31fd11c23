/** npm run audit: asks every invariant of DATABASE_URL, prints a line each, ends with 1 if one is broken. */
import { checkInvariants, type Finding } from "../lib/books/check-invariants.ts";
import { closeDatabase } from "../lib/db/pool.ts";
import { runScript } from "./script.ts";

function print({ id, holds, offending, subjects }: Finding): void {
  console.log(`${offending === 0 ? "✓" : "✗"} ${id} ${holds}：${offending ?? "没有查完，原因在日志里"}`);
  for (const subject of subjects) console.log(`    ${subject}`);
}

await runScript(async () => {
  try {
    const findings = await checkInvariants(new Date());
    findings.forEach(print);
    const broken = findings.filter((finding) => finding.offending !== 0);
    console.log(
      broken.length === 0
        ? `${findings.length} 项全部成立`
        : `${findings.length} 项中有 ${broken.length} 项不成立或没有查完`,
    );
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await closeDatabase();
  }
});
