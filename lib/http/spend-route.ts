import type { NextRequest } from "next/server";
import type { z } from "zod";
import type { Context } from "../core/context.ts";
import { route } from "./route.ts";

/** What both callers send, and the service's form of it, which names the member. */
interface Bodies<Own extends z.ZodType, Service extends z.ZodType> {
  readonly own: Own;
  readonly service: Service;
}

/**
 * A route that touches a member's credits: the member by session, or the product's own backend by a service key, whose
 * body names the member. A request that carries a key is never taken for a session.
 */
export function spendRoute<Body, Own extends z.ZodType<Body>, Service extends z.ZodType<Body & { memberId: number }>>(
  bodies: Bodies<Own, Service>,
  verb: (memberId: bigint, body: Body, context: Context) => Promise<unknown>,
): (request: NextRequest, params: { params: Promise<unknown> }) => Promise<Response> {
  const asMember = route({
    access: "member",
    body: bodies.own,
    handle: ({ member, body, context }) => verb(member.id, body, context),
  });
  const asService = route({
    access: "service",
    body: bodies.service,
    handle: ({ body, context }) => verb(BigInt(body.memberId), body, context),
  });
  return (request, params) => (request.headers.has("authorization") ? asService : asMember)(request, params);
}
