import type { EndpointName } from "../contracts/api.ts";

/** The addresses that tools ask. Each has its own scope, limit and audit, whoever asks. */
export const ASKED = [
  "GET /api/v1/catalog",
  "GET /api/v1/customers/[customerId]",
  "GET /api/v1/customers/[customerId]/orders",
  "GET /api/v1/customers/[customerId]/ledger",
  "GET /api/v1/orders/[orderSn]",
  "GET /api/v1/events",
  "POST /api/v1/credits/grant",
  "POST /api/v1/orders/[orderSn]/refunds",
  "POST /api/v1/checkout-sessions",
] as const satisfies readonly EndpointName[];
export type Asked = (typeof ASKED)[number];

/** One request to the product's door. */
export interface Question {
  readonly name: Asked;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** undefined: none. */
  readonly body: unknown;
  /** Idempotency-Key. */
  readonly requestKey: string | undefined;
}

/** Asks the door: over the net, or the handlers of this process (decision 72). Rejects where nothing was answered. */
export type Ask = (question: Question) => Promise<Response>;

/** The request, as a back end would send it with this `Authorization`. */
export function requestOf(
  { name, params, query, body, requestKey }: Question,
  origin: string,
  authorization: string,
): { readonly url: URL; readonly init: { readonly method: string; headers: Record<string, string>; body?: string } } {
  const [method, address] = name.split(" ") as [string, string];
  const path = address.replace(/\[(\w+)\]/g, (_, field: string) => encodeURIComponent(params[field]!));
  const url = new URL(path, origin);
  for (const [field, value] of Object.entries(query)) url.searchParams.set(field, value);
  const headers: Record<string, string> = { authorization };
  if (requestKey !== undefined) headers["idempotency-key"] = requestKey;
  if (body === undefined) return { url, init: { method, headers } };
  return {
    url,
    init: { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) },
  };
}
