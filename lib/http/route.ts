import type { NextRequest } from "next/server";
import { z } from "zod";
import { zhCN } from "zod/locales";
import { requireAdmin, requireMember, requireService, type Member } from "../auth/session.ts";
import type { Limit } from "../cache/limiter.ts";
import { idempotencyKeySchema } from "../contracts/orders.ts";
import type { Actor, Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { answer, errorAnswer } from "./answer.ts";
import { readJson } from "./body.ts";
import { addressOf, spendPoint } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";

// Where a contract gives no words of its own, the library answers in the buyer's language.
z.config(zhCN());

type Access = "public" | "member" | "admin" | "service";
type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

export interface Input<A extends Access, P extends Schema, Q extends Schema, B extends Schema> {
  readonly member: A extends "member" | "admin" ? Member : null;
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  /** One clock reading for the whole request, and who asks. */
  readonly context: Context;
  /** The caller's Idempotency-Key, if any. */
  readonly requestKey: string | null;
  readonly request: NextRequest;
}

export interface Spec<A extends Access, P extends Schema, Q extends Schema, B extends Schema> {
  readonly access: A;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Counted per member, or per address where nobody is signed in. */
  readonly limit?: Limit;
  readonly handle: (input: Input<A, P, Q, B>) => Promise<unknown>;
}

const READS = new Set(["GET", "HEAD"]);

/** `whole`: the name of the value itself, for what is wrong with all of it. */
function parse<S extends Schema>(schema: S, value: unknown, whole = "body"): Parsed<S> {
  if (!schema) return undefined as Parsed<S>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Parsed<S>;
  const issues = parsed.error.issues.map((issue) => ({ field: fieldOf(issue) || whole, message: issue.message }));
  throw new AppError("VALIDATION_FAILED", { issues });
}

function fieldOf(issue: z.core.$ZodIssue): string {
  return issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");
}

/** A name given twice could be read in two ways, so it is refused. */
function queryOf(request: NextRequest): Record<string, string> {
  const { searchParams } = request.nextUrl;
  const entries = [...searchParams];
  const twice = entries.find(([name], i) => entries.findIndex(([other]) => other === name) !== i);
  if (twice) throw new AppError("VALIDATION_FAILED", { issues: [{ field: twice[0], message: "不能出现两次" }] });
  return Object.fromEntries(entries);
}

/** Who asks: for the handler, for history, and for the count of a limit. */
async function identify(
  access: Access,
  request: NextRequest,
): Promise<{ member: Member | null; actor: Actor; key: string }> {
  if (access === "public") return { member: null, actor: "guest", key: addressOf(request.headers) };
  if (access === "service") {
    const actor: Actor = `service:${(await requireService(request)).id}`;
    return { member: null, actor, key: actor };
  }
  const member = await (access === "admin" ? requireAdmin(request) : requireMember(request));
  const actor: Actor = `${access}:${member.id}`;
  return { member, actor, key: actor };
}

/**
 * A route handler: origin → actor → limit → input → handle → envelope. Everything thrown becomes an envelope too, so that
 * nothing a client sends yields a 5xx of the framework's own making.
 */
export function route<
  A extends Access,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(spec: Spec<A, P, Q, B>): (request: NextRequest, route: { params: Promise<unknown> }) => Promise<Response> {
  return async (request, { params }) => {
    try {
      if (!READS.has(request.method)) requireOwnOrigin(request.headers);
      const { member, actor, key } = await identify(spec.access, request);
      if (spec.limit) await spendPoint(spec.limit, key);
      const requestKey = request.headers.get("idempotency-key");
      const data = await spec.handle({
        member: member as Input<A, P, Q, B>["member"],
        params: parse(spec.params as P, await params),
        query: parse(spec.query as Q, spec.query ? queryOf(request) : undefined),
        body: parse(spec.body as B, spec.body ? await readJson(request) : undefined),
        context: { now: new Date(), actor },
        requestKey: requestKey === null ? null : parse(idempotencyKeySchema, requestKey, "Idempotency-Key"),
        request,
      });
      return answer(data);
    } catch (error) {
      return errorAnswer(error, request);
    }
  };
}
