import type { NextRequest } from "next/server";
import { z } from "zod";
import { zhCN } from "zod/locales";
import { renewCookie } from "../auth/renew-cookie.ts";
import { requireMember, requirePermission, requireService, type Member } from "../auth/session.ts";
import type { Limit } from "../cache/limiter.ts";
import {
  endpoints,
  type AccessOf,
  type AnswerOf,
  type EndpointName,
  type NameFor,
  type ParsedOf,
} from "../contracts/api.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import { DRAWN_FOR_HEADER } from "../contracts/drawn-for.ts";
import { idempotencyKeySchema } from "../contracts/orders.ts";
import type { Actor, CheckoutCaller, Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { Permission } from "../core/roles.ts";
import { errorAnswer } from "./answer.ts";
import { readJson } from "./body.ts";
import { requireCheckout } from "./checkout-cookie.ts";
import { addressOf, spendPoint } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";
import { timed } from "./timed.ts";
import { typedAnswer } from "./typed-answer.ts";

// Default messages of zod in Chinese.
z.config(zhCN());

/** Input of a handler, before its endpoint's types are known. */
interface Asked {
  readonly member: Member | null;
  readonly checkout: CheckoutCaller | null;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** One clock reading for the whole request, and who asks. */
  readonly context: Context;
  /** The caller's Idempotency-Key, if any. */
  readonly requestKey: string | null;
  readonly request: NextRequest;
}

export interface Input<Name extends EndpointName> extends Asked {
  readonly member: AccessOf<Name> extends "member" | "admin" ? Member : null;
  readonly checkout: AccessOf<Name> extends "checkout" ? CheckoutCaller : null;
  readonly params: ParsedOf<Name, "params">;
  readonly query: ParsedOf<Name, "query">;
  readonly body: ParsedOf<Name, "body">;
}

interface Spec<Name extends EndpointName> {
  /** Counted per member, or per address where nobody is signed in. */
  readonly limit?: Limit;
  /** What is answered; or the whole answer, where it is too long to be held. */
  readonly handle: (input: Input<Name>) => Promise<AnswerOf<Name> | Response>;
}

export type RouteHandler = (request: NextRequest, route: { params: Promise<unknown> }) => Promise<Response>;

/** An endpoint as one kind of caller meets it. */
interface Door extends Pick<Endpoint, "params" | "query" | "body" | "maxBodyBytes" | "answer"> {
  readonly access: "public" | "member" | "admin" | "service" | "checkout";
  /** What an admin's role must permit. */
  readonly permission?: Permission | undefined;
  readonly portal?: boolean | undefined;
  readonly limit?: Limit | undefined;
}

const READS = new Set(["GET", "HEAD"]);

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

/** Refuses (OTHER_ACCOUNT, 409) a page that was drawn for another member than the one whose session comes with it. */
function requireDrawnFor({ id }: Member, { headers }: NextRequest): void {
  const drawnFor = headers.get(DRAWN_FOR_HEADER);
  if (drawnFor !== null && drawnFor !== String(id)) throw new AppError("OTHER_ACCOUNT");
}

/** Whether there is no body where none is needed. */
function isLeftOut(schema: z.ZodType, { body }: NextRequest): boolean {
  return body === null && schema.safeParse(undefined).success;
}

interface Identified {
  readonly member: Member | null;
  readonly checkout: CheckoutCaller | null;
  readonly actor: Actor;
  /** For limits. */
  readonly key: string;
}

const NOBODY = { member: null, checkout: null, actor: "guest" } as const;

/** The caller. `inAddress`: what the address names, which for a checkout session is one of the cookies that the browser shows. */
async function identify(
  { access, permission, portal = false }: Door,
  request: NextRequest,
  inAddress: unknown,
  now: Date,
): Promise<Identified> {
  if (access === "public") return { ...NOBODY, key: addressOf(request.headers) };
  if (access === "checkout") {
    const checkout = requireCheckout(request, inAddress);
    return { ...NOBODY, checkout, key: `checkout:${checkout.sessionId}` };
  }
  if (access === "service") {
    const actor: Actor = `service:${(await requireService(request)).id}`;
    return { ...NOBODY, actor, key: actor };
  }
  const member = await (permission
    ? requirePermission(request, permission, now)
    : requireMember(request, now, { portal }));
  requireDrawnFor(member, request);
  const actor: Actor = `${access}:${member.id}`;
  return { member, checkout: null, actor, key: actor };
}

/**
 * Answers one endpoint for one kind of caller: origin → actor → limit → input → handle → envelope. Everything thrown
 * becomes an envelope too, so that nothing a client sends yields a 5xx of the framework's own making.
 */
export function serve(door: Door, handle: (asked: Asked) => Promise<unknown>): RouteHandler {
  const { limit, params, query, body, maxBodyBytes } = door;
  return async (request, { params: inAddress }) => {
    try {
      if (!READS.has(request.method)) requireOwnOrigin(request.headers);
      const now = new Date();
      const named = await inAddress;
      const { member, checkout, actor, key } = await identify(door, request, named, now);
      if (limit) await spendPoint(limit, key);
      const requestKey = request.headers.get("idempotency-key");
      const data = await handle({
        member,
        checkout,
        params: params && parse(params, named),
        query: query && parse(query, queryOf(request)),
        body: body && parse(body, isLeftOut(body, request) ? undefined : await readJson(request, maxBodyBytes)),
        context: { now, actor },
        requestKey: requestKey === null ? null : parse(idempotencyKeySchema, requestKey, "Idempotency-Key"),
        request,
      });
      const answer = data instanceof Response ? data : typedAnswer(door.answer, data);
      if (member) await renewCookie(request, answer.headers, now);
      return answer;
    } catch (error) {
      return errorAnswer(error, request);
    }
  };
}

/** The handler of an endpoint of the table, which says who may ask, what is asked and what is answered. */
export function route<Name extends NameFor<Door["access"]>>(name: Name, { limit, handle }: Spec<Name>): RouteHandler {
  const endpoint: Endpoint & Pick<Door, "access"> = endpoints[name];
  // The endpoint's own schemas have made the values, so they are of its types.
  return timed(
    name,
    serve({ ...endpoint, limit }, (asked) => handle(asked as Input<Name>)),
  );
}
