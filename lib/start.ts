import { connect, PoolerRefusal } from "./db/send.ts";
import { env, EnvError } from "./env.ts";

/** Reads the environment; with a problem in it, prints the whole list and ends the process. */
export function checkEnvironment(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(`\n${error.message}\n\n每一项的说明见 .env.example。\n`);
    process.exit(1);
  }
}

/** Connects once: a pooler that takes no connections like ours ends the process. A database that is away is waited for. */
export async function checkPooler(): Promise<void> {
  try {
    (await connect()).release();
  } catch (error) {
    if (!(error instanceof PoolerRefusal)) return;
    console.error(`\n${error.message}\n`);
    process.exit(1);
  }
}
