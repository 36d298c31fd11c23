import { endpoints, type AnswerOf, type NameFor, type ParsedOf } from "../contracts/api.ts";
import type { Context } from "../core/context.ts";
import { serve, type RouteHandler } from "./route.ts";
import { timed } from "./timed.ts";

/**
 * A route that changes a member's credits. Caller: the member by session, or the product's back end by service key,
 * with the member in the body. A request with a key never uses the session.
 */
export function spendRoute<Name extends NameFor<"spender">>(
  name: Name,
  verb: (memberId: bigint, body: ParsedOf<Name, "body">, context: Context) => Promise<AnswerOf<Name>>,
): RouteHandler {
  type Body = ParsedOf<Name, "body">;
  const { body: ownBody, serviceBody, answer } = endpoints[name];
  const asMember = serve({ access: "member", body: ownBody, answer }, ({ member, body, context }) =>
    verb(member!.id, body as Body, context),
  );
  const asService = serve({ access: "service", scope: "credits", body: serviceBody, answer }, ({ body, context }) =>
    verb(BigInt((body as { memberId: number }).memberId), body as Body, context),
  );
  return timed(name, (request, params) =>
    (request.headers.has("authorization") ? asService : asMember)(request, params),
  );
}
