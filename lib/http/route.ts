import type { NextRequest } from "next/server";
import { renewCookie } from "../auth/renew-cookie.ts";
import { requireMember, requirePermission, type Member } from "../auth/session.ts";
import type { Limit } from "../cache/limiter.ts";
import {
  endpoints,
  type AccessOf,
  type AnswerOf,
  type EndpointName,
  type NameFor,
  type ParsedOf,
} from "../contracts/api.ts";
import { DRAWN_FOR_HEADER } from "../contracts/drawn-for.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import type { Actor, CheckoutCaller, Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { Permission } from "../core/roles.ts";
import { errorAnswer } from "./answer.ts";
import { requireCheckout } from "./checkout-cookie.ts";
import { inputOf, type Brought } from "./input.ts";
import { addressOf, spendPoint } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";
import { timed } from "./timed.ts";
import { typedAnswer } from "./typed-answer.ts";

/** Input of a handler, before its endpoint's types are known. */
interface Asked extends Brought {
  readonly member: Member | null;
  readonly checkout: CheckoutCaller | null;
  /** One clock reading for the whole request, and who asks. */
  readonly context: Context;
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
  readonly access: "public" | "member" | "admin" | "checkout";
  /** What an admin's role must permit. */
  readonly permission?: Permission | undefined;
  readonly portal?: boolean | undefined;
  readonly limit?: Limit | undefined;
}

const READS = new Set(["GET", "HEAD"]);

/** Refuses (OTHER_ACCOUNT, 409) a page that was drawn for another member than the one whose session comes with it. */
function requireDrawnFor({ id }: Member, { headers }: NextRequest): void {
  const drawnFor = headers.get(DRAWN_FOR_HEADER);
  if (drawnFor !== null && drawnFor !== String(id)) throw new AppError("OTHER_ACCOUNT");
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
  const { limit } = door;
  return async (request, { params: inAddress }) => {
    try {
      if (!READS.has(request.method)) requireOwnOrigin(request.headers);
      const now = new Date();
      const { member, checkout, actor, key } = await identify(door, request, await inAddress, now);
      if (limit) await spendPoint(limit, key);
      const brought = await inputOf(door, request, inAddress);
      const data = await handle({ member, checkout, ...brought, context: { now, actor }, request });
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
