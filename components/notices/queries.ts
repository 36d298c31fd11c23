import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Page } from "@/lib/contracts/envelope.ts";
import type { NoticeView, ReadNoticesBody } from "@/lib/contracts/notices.ts";
import { apiGet, apiPost } from "../data/api-client.ts";

export const NOTICES_PER_PAGE = 20;

export function noticesQuery(pageNum: number) {
  return queryOptions({
    queryKey: ["notices", "list", pageNum],
    queryFn: ({ signal }) =>
      apiGet<Page<NoticeView>>("/api/notices", { query: { pageNum, pageSize: NOTICES_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** How many messages wait; looked at again every minute while the page is in front. */
export function unreadQuery() {
  return queryOptions({
    queryKey: ["notices", "unread"],
    queryFn: ({ signal }) => apiGet<{ unread: number }>("/api/notices/unread", { signal }),
    refetchInterval: 60_000,
  });
}

/** Marks the given messages as read; `{}`: all of them. */
export function useReadNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReadNoticesBody) => apiPost<{ unread: number }>("/api/notices/read", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
}
