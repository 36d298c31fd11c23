import { findPoolerRefusal } from "./db/check-pooler.ts";
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

/** A pooler that takes no connections like ours ends the process: it will not by itself. */
export async function checkPooler(): Promise<void> {
  const refusal = await findPoolerRefusal();
  if (refusal === null) return;
  console.error(`\n${refusal}\n`);
  process.exit(1);
}
