import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReadNoticesBody } from "@/lib/contracts/notices.ts";
import { api } from "../data/api-client.ts";

export const NOTICES_PER_PAGE = 20;

export function noticesQuery(pageNum: number) {
  return queryOptions({
    queryKey: ["notices", "list", pageNum],
    queryFn: ({ signal }) => api("GET /api/notices", { query: { pageNum, pageSize: NOTICES_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** How many messages wait; looked at again every minute while the page is in front. */
export function unreadQuery() {
  return queryOptions({
    queryKey: ["notices", "unread"],
    queryFn: ({ signal }) => api("GET /api/notices/unread", { signal }),
    refetchInterval: 60_000,
  });
}

/** Marks the given messages as read; `{}`: all of them. */
export function useReadNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReadNoticesBody) => api("POST /api/notices/read", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
}
