/**
 * Simulation of the whole system with concurrent faults: `node --import ./proof/alias.ts proof/simulate.ts --seed 42
 * --seconds 60`. Two instances, one PostgreSQL, the local Alipay with faults, buyers, admins, forgers and schedulers.
 * The seed decides who does what; the machine decides in which order it happens. `--canary NAME` plays the scenes of a
 * known bug, put back into a copy of the product; with `--seconds` too, everything else around them. `--pooler` puts
 * PgBouncer before the database. Exit code 1: violations.
 */
import { randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { log } from "../lib/log.ts";
import { runScript } from "../scripts/script.ts";
import { CANARIES, copyWithBug } from "./simulation/canaries.ts";
import { live, rehearse } from "./simulation/life.ts";
import { report } from "./simulation/report.ts";
import { startWorld } from "./simulation/world.ts";

const ENOUGH_SEEDS = 2 ** 31;
const DEFAULT_SECONDS = 20;
/** Repetitions of the scenario of a seeded bug. */
const REHEARSALS = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      seconds: { type: "string" },
      canary: { type: "string" },
      pooler: { type: "boolean", default: false },
    },
  });
  const seed = values.seed === undefined ? randomInt(ENOUGH_SEEDS) : Number(values.seed);
  const canary = values.canary === undefined ? null : CANARIES[values.canary];
  if (canary === undefined) throw new Error(`canaries: ${Object.keys(CANARIES).join(", ")}`);
  const seconds = values.seconds === undefined ? (canary ? null : DEFAULT_SECONDS) : Number(values.seconds);
  console.log(`seed ${seed}`);
  log.level = "silent";
  const root = canary ? await copyWithBug(canary) : undefined;
  const world = await startWorld(seed, { root, pooler: values.pooler });
  const end = async () => {
    // A seeded bug is expected to be found; its logs are not kept.
    const keepsLogs = process.exitCode === 1 && !root;
    if (keepsLogs) console.error(`logs: ${world.folder}`);
    await world.stop(keepsLogs);
    if (root) await rm(root, { recursive: true });
  };
  // An interrupted run stops everything that it started.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void end().finally(() => process.exit(130)));
  try {
    await (seconds === null ? rehearse(world, canary!.scenes, REHEARSALS) : live(world, seconds));
    const rest = {
      seed,
      ...(seconds === null ? {} : { seconds }),
      ...(values.canary ? { canary: values.canary } : {}),
    };
    const flags = Object.entries(rest).map(([name, value]) => ` --${name} ${value}`);
    if (values.pooler) flags.push(" --pooler");
    const again = `node --import ./proof/alias.ts proof/simulate.ts${flags.join("")}`;
    if (!(await report(world, seconds, again))) process.exitCode = 1;
    await end();
  } catch (error) {
    // Reported first, because actors that still run may also make the teardown fail.
    console.error(error);
    process.exitCode = 1;
    await end().finally(() => process.exit());
  }
}

await runScript(main);
