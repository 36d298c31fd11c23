import pino from "pino";
import { AppError } from "./core/errors.ts";

/**
 * Serialises an error for the log (pino prints `error` as {}). Only the listed fields, because database errors contain
 * whole rows in `detail`.
 */
function lineOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const cause = error instanceof AppError ? error.facts.detail : error.cause;
  return { name, code, constraint, message, stack, ...(cause === undefined ? {} : { cause: lineOf(cause) }) };
}

/** JSON lines. Secrets and personal data are redacted by field name. */
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
      "token",
      "*.token",
      "email",
      "*.email",
    ],
    censor: "[redacted]",
  },
});

/** A writer that lets one line a second through, and tells it how many were left out since the last one. */
export function sparing(): (write: (leftOut: number) => void) => void {
  let lastAt = -Infinity;
  let leftOut = 0;
  return (write) => {
    if (performance.now() - lastAt < 1_000) {
      leftOut += 1;
      return;
    }
    write(leftOut);
    lastAt = performance.now();
    leftOut = 0;
  };
}
