import { REFUND_STATUSES } from "@/lib/core/states.ts";
import { pageNumOf } from "../ui/page-number.ts";
import type { ReviewFilter } from "./queries.ts";

/** The queue that an address asks for: what waits for a person, unless it names another; "all" is no status. */
export function queueOf(search: Pick<URLSearchParams, "get">): string {
  return search.get("status") ?? "REVIEWING";
}

export function reviewFilterOf(search: Pick<URLSearchParams, "get">): ReviewFilter {
  const queue = queueOf(search);
  return { status: REFUND_STATUSES.find((status) => status === queue), pageNum: pageNumOf(search) };
}
