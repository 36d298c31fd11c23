import type { Answer, Body, Customer, Query } from "./schema.ts";
import { transport, type Call, type Options } from "./transport.ts";

export type { Customer } from "./schema.ts";

export type Catalog = Answer<"/api/v1/catalog", "get">;
export type Pack = Catalog["creditProducts"][number];
export type Plan = Catalog["plans"][number];
export type Item = Body<"/api/v1/checkout-sessions", "post">["item"];

/** Of a POST: a key of the caller's own, where the same request may come from two places. */
interface Once {
  readonly idempotencyKey?: string;
}

type Calls = ReturnType<typeof callsOf>;

function callsOf(options: Options) {
  const send = transport(options);
  const get = <Given>(path: string, query?: Call["query"]) => send<Given>({ method: "GET", path, query });
  /** Its `bizId` makes it once. */
  const post = <Given>(path: string, body: unknown) => send<Given>({ method: "POST", path, body });
  const postOnce = <Given>(path: string, body: unknown, { idempotencyKey = crypto.randomUUID() }: Once = {}) =>
    send<Given>({ method: "POST", path, body, idempotencyKey });
  const postOneTry = <Given>(path: string, body: unknown) =>
    send<Given>({ method: "POST", path, body, isOneTry: true });
  return { send, get, post, postOnce, postOneTry };
}

/**
 * A client for 账房. Every call is tried again where that is safe (no answer, 429, 502 to 504) and throws ZhangfangError
 * when it has failed for good.
 */
export function zhangfang(options: Options) {
  const calls = callsOf(options);
  const { send, get, post, postOnce } = calls;
  return {
    customers: {
      /** Makes the user known, or brings their address and name up to date. */
      put: (customerId: string, body: Body<"/api/v1/customers/{customerId}", "put"> = {}) =>
        send<Customer>({ method: "PUT", path: `customers/${segment(customerId)}`, body }),
      /** Everything that decides what they may do, in one answer. */
      get: (customerId: string) => get<Customer>(`customers/${segment(customerId)}`),
      orders: (customerId: string, query?: Query<"/api/v1/customers/{customerId}/orders">) =>
        get<Answer<"/api/v1/customers/{customerId}/orders", "get">>(`customers/${segment(customerId)}/orders`, query),
      ledger: (customerId: string, query?: Query<"/api/v1/customers/{customerId}/ledger">) =>
        get<Answer<"/api/v1/customers/{customerId}/ledger", "get">>(`customers/${segment(customerId)}/ledger`, query),
    },
    credits: {
      consume: (body: Body<"/api/v1/credits/consume", "post">) =>
        post<Answer<"/api/v1/credits/consume", "post">>("credits/consume", body),
      reserve: (body: Body<"/api/v1/credits/reserve", "post">) =>
        post<Answer<"/api/v1/credits/reserve", "post">>("credits/reserve", body),
      commit: (body: Body<"/api/v1/credits/commit", "post">) =>
        post<Answer<"/api/v1/credits/commit", "post">>("credits/commit", body),
      release: (body: Body<"/api/v1/credits/release", "post">) =>
        post<Answer<"/api/v1/credits/release", "post">>("credits/release", body),
      reverse: (body: Body<"/api/v1/credits/reverse", "post">, once?: Once) =>
        postOnce<Answer<"/api/v1/credits/reverse", "post">>("credits/reverse", body, once),
      grant: (body: Body<"/api/v1/credits/grant", "post">) =>
        post<Answer<"/api/v1/credits/grant", "post">>("credits/grant", body),
      /** Up to 100 spendings, each with an answer of its own, in the same order. */
      batch: (operations: Body<"/api/v1/credits/batch", "post">["operations"]) =>
        post<Answer<"/api/v1/credits/batch", "post">>("credits/batch", { operations }),
    },
    catalog: () => get<Catalog>("catalog"),
    checkout: {
      create: (body: Body<"/api/v1/checkout-sessions", "post">, once?: Once) =>
        postOnce<Answer<"/api/v1/checkout-sessions", "post">>("checkout-sessions", body, once),
      get: (id: string) => get<Answer<"/api/v1/checkout-sessions/{id}", "get">>(`checkout-sessions/${segment(id)}`),
    },
    portal: {
      create: (body: Body<"/api/v1/portal-sessions", "post">, once?: Once) =>
        postOnce<Answer<"/api/v1/portal-sessions", "post">>("portal-sessions", body, once),
    },
    orders: {
      get: (orderSn: string) => get<Answer<"/api/v1/orders/{orderSn}", "get">>(`orders/${segment(orderSn)}`),
      refund: (orderSn: string, body: Body<"/api/v1/orders/{orderSn}/refunds", "post">, once?: Once) =>
        postOnce<Answer<"/api/v1/orders/{orderSn}/refunds", "post">>(`orders/${segment(orderSn)}/refunds`, body, once),
    },
    events: {
      /** In the order in which they happened; `after` is the last one that was seen. */
      list: (query?: Query<"/api/v1/events">) => get<Answer<"/api/v1/events", "get">>("events", query),
    },
    webhookEndpoints: webhookEndpoints(calls),
  };
}

/** Where events are sent, and what was sent there. */
function webhookEndpoints({ send, get, postOnce, postOneTry }: Calls) {
  return {
    list: (query?: Query<"/api/v1/webhook-endpoints">) =>
      get<Answer<"/api/v1/webhook-endpoints", "get">>("webhook-endpoints", query),
    /** The secret is in this answer alone. */
    add: (body: Body<"/api/v1/webhook-endpoints", "post">, once?: Once) =>
      postOnce<Answer<"/api/v1/webhook-endpoints", "post">>("webhook-endpoints", body, once),
    change: (id: number, body: Body<"/api/v1/webhook-endpoints/{endpointId}", "patch">) =>
      send<Answer<"/api/v1/webhook-endpoints/{endpointId}", "patch">>({
        method: "PATCH",
        path: `webhook-endpoints/${id}`,
        body,
      }),
    remove: (id: number) =>
      send<Answer<"/api/v1/webhook-endpoints/{endpointId}", "delete">>({
        method: "DELETE",
        path: `webhook-endpoints/${id}`,
      }),
    /** A new secret, in this answer alone; the one before it signs too for a day. */
    rotate: (id: number) =>
      postOneTry<Answer<"/api/v1/webhook-endpoints/{endpointId}/rotate", "post">>(`webhook-endpoints/${id}/rotate`, {}),
    /** Sends an event that means nothing, and tells what was answered. */
    test: (id: number) =>
      postOneTry<Answer<"/api/v1/webhook-endpoints/{endpointId}/test", "post">>(`webhook-endpoints/${id}/test`, {}),
    deliveries: (id: number, query?: Query<"/api/v1/webhook-endpoints/{endpointId}/deliveries">) =>
      get<Answer<"/api/v1/webhook-endpoints/{endpointId}/deliveries", "get">>(
        `webhook-endpoints/${id}/deliveries`,
        query,
      ),
    /** What happened from `from` until before `to` is sent once more, in the same order. */
    replayRange: (id: number, body: Body<"/api/v1/webhook-endpoints/{endpointId}/replay", "post">) =>
      postOneTry<Answer<"/api/v1/webhook-endpoints/{endpointId}/replay", "post">>(
        `webhook-endpoints/${id}/replay`,
        body,
      ),
    /** One event once more, with the same id. */
    replay: (deliveryId: number) =>
      postOneTry<Answer<"/api/v1/webhook-endpoints/deliveries/{deliveryId}/replay", "post">>(
        `webhook-endpoints/deliveries/${deliveryId}/replay`,
        {},
      ),
  };
}

export type Zhangfang = ReturnType<typeof zhangfang>;
export type Credits = Zhangfang["credits"];

function segment(id: string): string {
  return encodeURIComponent(id);
}
