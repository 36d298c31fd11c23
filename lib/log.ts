import pino from "pino";
import { AppError } from "./core/errors.ts";

/**
 * An error as a line of the log: pino would print one under the key `error` as {}. Only what is named here: the database
 * puts whole rows into an error's `detail`.
 */
function lineOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const cause = error instanceof AppError ? error.facts.detail : error.cause;
  return { name, code, constraint, message, stack, ...(cause === undefined ? {} : { cause: lineOf(cause) }) };
}

/** JSON lines. Secrets and personal data are cut by name, wherever a caller may have put them. */
export const log = pino({
  level: "info",
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { error: lineOf },
  redact: {
    paths: [
      "password",
      "*.password",
      "authorization",
      "*.authorization",
      "cookie",
      "*.cookie",
      "sign",
      "*.sign",
      "email",
      "*.email",
    ],
    censor: "[redacted]",
  },
});
