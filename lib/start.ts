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
