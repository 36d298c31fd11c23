import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { answer } from "./answer.ts";

/**
 * 200 with the mall envelope around `data`. Outside of production the data is held against its endpoint's schema, so
 * that a wrong answer fails where it is made: throws INTERNAL (500) with the reason for the log.
 */
export function typedAnswer(schema: z.ZodType, data: unknown): Response {
  if (!env().isProduction) requireFit(schema, data);
  return answer(data);
}

/** Throws INTERNAL (500) with the reason for the log. */
export function requireFit(schema: z.ZodType, data: unknown): void {
  const { error } = schema.safeParse(data);
  if (error) throw new AppError("INTERNAL", { detail: `an answer does not fit its schema\n${z.prettifyError(error)}` });
}
