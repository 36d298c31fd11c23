import type { NextRequest } from "next/server";
import { z } from "zod";
import { zhCN } from "zod/locales";
import type { Endpoint } from "../contracts/endpoint.ts";
import { idempotencyKeySchema } from "../contracts/orders.ts";
import { AppError } from "../core/errors.ts";
import { readJson } from "./body.ts";

// Default messages of zod in Chinese.
z.config(zhCN());

/** What a request brings, parsed by its endpoint's schemas. */
export interface Brought {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The caller's Idempotency-Key, if any. */
  readonly requestKey: string | null;
}

/** Parses address, query, body and Idempotency-Key. Throws VALIDATION_FAILED (400, naming the field), and as readJson does. */
export async function inputOf(
  { params, query, body, maxBodyBytes }: Pick<Endpoint, "params" | "query" | "body" | "maxBodyBytes">,
  request: NextRequest,
  inAddress: Promise<unknown>,
): Promise<Brought> {
  const requestKey = request.headers.get("idempotency-key");
  return {
    params: params && parse(params, await inAddress),
    query: query && parse(query, queryOf(request)),
    body: body && parse(body, isLeftOut(body, request) ? undefined : await readJson(request, maxBodyBytes)),
    requestKey: requestKey === null ? null : parse(idempotencyKeySchema, requestKey, "Idempotency-Key"),
  };
}

/** `whole`: the name of the value itself, for what is wrong with all of it. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, whole = "body"): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ field: fieldOf(issue) || whole, message: issue.message }));
  throw new AppError("VALIDATION_FAILED", { issues });
}

function fieldOf(issue: z.core.$ZodIssue): string {
  return issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");
}

/** A repeated parameter is ambiguous, so it is refused. */
function queryOf(request: NextRequest): Record<string, string> {
  const { searchParams } = request.nextUrl;
  const entries = [...searchParams];
  const twice = entries.find(([name], i) => entries.findIndex(([other]) => other === name) !== i);
  if (twice) throw new AppError("VALIDATION_FAILED", { issues: [{ field: twice[0], message: "不能出现两次" }] });
  return Object.fromEntries(entries);
}

/** Whether there is no body where none is needed. */
function isLeftOut(schema: z.ZodType, { body }: NextRequest): boolean {
  return body === null && schema.safeParse(undefined).success;
}
