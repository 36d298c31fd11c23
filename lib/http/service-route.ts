import type { NextRequest } from "next/server";
import type { z } from "zod";
import { askedRequest, rememberRequest, requireSameRequest } from "../auth/once-per-key.ts";
import { requireService, type ServiceKey } from "../auth/session.ts";
import { endpoints, type AnswerOf, type NameFor, type ParsedOf } from "../contracts/api.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import type { SERVICE_PATH } from "../contracts/service-values.ts";
import type { Context } from "../core/context.ts";
import { env } from "../env.ts";
import { JSON_HEADERS, problemAnswer } from "./answer.ts";
import { inputOf, type Brought } from "./input.ts";
import { SERVICE_KEY_LIMIT, spendPoint } from "./limits.ts";
import type { RouteHandler } from "./route.ts";
import { timed } from "./timed.ts";
import { requireFit } from "./typed-answer.ts";

/** The addresses of the product's own back end. */
type ServiceName = Extract<NameFor<"service">, `${string} ${typeof SERVICE_PATH}/${string}`>;

/** What a handler of /api/v1 is given. */
interface ServiceInput<Name extends ServiceName> extends Brought {
  readonly params: ParsedOf<Name, "params">;
  readonly query: ParsedOf<Name, "query">;
  readonly body: ParsedOf<Name, "body">;
  /** The key that asks. */
  readonly key: ServiceKey;
  readonly keyId: bigint;
  /** One clock reading for the whole request; the actor is the key: `service:<id>`. */
  readonly context: Context;
  readonly request: NextRequest;
}

/** 201: something was made. */
class Created<Data> {
  readonly data: Data;

  constructor(data: Data) {
    this.data = data;
  }
}

/** What a handler gives where its answer is 201 and not 200. */
export function created<Data>(data: Data): Created<Data> {
  return new Created(data);
}

interface ServiceSpec<Name extends ServiceName> {
  readonly handle: (input: ServiceInput<Name>) => Promise<AnswerOf<Name> | Created<AnswerOf<Name>>>;
}

/**
 * The handler of an address of /api/v1: key → scope → limit → input → handle → plain JSON; whatever is thrown becomes a problem
 * (RFC 9457). An Idempotency-Key that was used for another request is refused (docs/rules.md R141). The key in the Authorization header is all that counts: no cookie is read, so no page of another site can use
 * one, and there is no origin to ask for (docs/rules.md R136, R138).
 */
export function serviceRoute<Name extends ServiceName>(name: Name, { handle }: ServiceSpec<Name>): RouteHandler {
  const endpoint: Endpoint & { readonly access: "service" } = endpoints[name];
  return timed(name, async (request, { params: inAddress }) => {
    try {
      const now = new Date();
      const key = await requireService(request, endpoint.scope, now);
      const { id } = key;
      await spendPoint(SERVICE_KEY_LIMIT, String(id));
      const brought = await inputOf(endpoint, request, inAddress);
      const { requestKey, params, body } = brought;
      const asked = endpoint.idempotent && requestKey !== null && askedRequest(id, requestKey, [name, params, body]);
      if (asked) await requireSameRequest(asked);
      // The endpoint's own schemas have made the values, so they are of its types.
      const given = await handle({
        ...brought,
        key,
        keyId: id,
        context: { now, actor: `service:${id}` },
        request,
      } as ServiceInput<Name>);
      if (asked) await rememberRequest(asked, now);
      const isNew = given instanceof Created;
      return plainAnswer(endpoint.answer, isNew ? given.data : given, isNew ? 201 : 200);
    } catch (error) {
      return problemAnswer(error, request);
    }
  });
}

function plainAnswer(schema: z.ZodType, data: unknown, status: number): Response {
  if (!env().isProduction) requireFit(schema, data);
  return new Response(JSON.stringify(data), { status, headers: JSON_HEADERS });
}
