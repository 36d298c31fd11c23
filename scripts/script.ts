import { AppError } from "../lib/core/errors.ts";

/** Runs a command; what goes wrong becomes one sentence on stderr and exit code 1. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT)$/;

/** Our own errors are sentences already; what the database's driver says gets the next step beside it. */
function sentenceOf(error: unknown): string {
  // An AppError is worded for a buyer; the operator wants what is behind it.
  if (error instanceof AppError && error.facts.detail instanceof Error) return sentenceOf(error.facts.detail);
  // Node wraps a refused connection in an AggregateError without words.
  if (error instanceof AggregateError) return sentenceOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return UNREACHABLE.test(code) ? `连接不上（${error.message}）：请检查地址，以及对方是否在运行。` : error.message;
}
