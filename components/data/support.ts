import { queryOptions } from "@tanstack/react-query";
import { api } from "./api-client.ts";

/** Where a person helps. */
export function supportQuery() {
  return queryOptions({ queryKey: ["support"], queryFn: ({ signal }) => api("GET /api/support", { signal }) });
}
