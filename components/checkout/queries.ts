import { queryOptions } from "@tanstack/react-query";
import { api } from "../data/api-client.ts";

/** What this browser's session buys, and how far it is. */
export function checkoutQuery(sessionId: string) {
  return queryOptions({
    queryKey: ["checkout", sessionId],
    queryFn: ({ signal }) => api("GET /api/checkout/[sessionId]", { params: { sessionId }, signal }),
  });
}
