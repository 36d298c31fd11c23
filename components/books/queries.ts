import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { AuditAction } from "@/lib/contracts/audit-actions.ts";
import type { CloseMonthBody } from "@/lib/contracts/closing.ts";
import type { AddForeignRuleBody, DifferenceAct, ListDifferencesQuery } from "@/lib/contracts/differences.ts";
import { api } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";
import type { Days } from "../ui/day-fields.tsx";
import type { AuditFilterWords } from "./audit-words.ts";
import type { DifferenceFilterWords } from "./difference-words.ts";

/** The day so far; looked at again every minute while the page is in front. */
export function todayQuery() {
  return queryOptions({
    queryKey: ["books", "today"],
    queryFn: ({ signal }) => api("GET /api/admin/today", { signal }),
    refetchInterval: 60_000,
  });
}

/** The acceptance figures; looked at again every minute while the page is in front. */
export function acceptanceQuery() {
  return queryOptions({
    queryKey: ["books", "acceptance"],
    queryFn: ({ signal }) => api("GET /api/admin/acceptance", { signal }),
    refetchInterval: 60_000,
  });
}

/** The runs of the jobs; looked at again every minute while the page is in front. */
export function jobsQuery() {
  return queryOptions({
    queryKey: ["books", "jobs"],
    queryFn: ({ signal }) => api("GET /api/admin/jobs", { signal }),
    refetchInterval: 60_000,
  });
}

/** The last exports; looked at again every five seconds while the page is in front, because one may be under way. */
export function exportsQuery() {
  return queryOptions({
    queryKey: ["books", "exports"],
    queryFn: ({ signal }) => api("GET /api/admin/exports", { signal }),
    refetchInterval: 5_000,
  });
}

/** What a range of days brought; "": the usual one. Sums many rows, so only when somebody asks. */
export function insightsQuery({ from, to }: Days) {
  return queryOptions({
    queryKey: ["books", "insights", from, to],
    queryFn: ({ signal }) => api("GET /api/admin/insights", { query: { from, to }, signal }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The trial balance of a month; "": the current one. Sums the whole journal, so only when somebody asks. */
export function journalQuery(month: string) {
  return queryOptions({
    queryKey: ["books", "journal", month],
    queryFn: ({ signal }) => api("GET /api/admin/journal", { query: { month }, signal }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The audit log, newest first; each page begins where the last one ended. */
export function auditQuery({ action, ...filter }: AuditFilterWords) {
  // An address may name an action that there is not; the server says so.
  const asked = { ...filter, ...(action === "" ? {} : { action: action as AuditAction }) };
  return infiniteQueryOptions({
    queryKey: ["books", "audit", asked],
    queryFn: ({ signal, pageParam }) => api("GET /api/admin/audit", { query: { ...asked, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Reads the whole books at the server, so only when somebody opens the page or asks again. */
export function booksQuery() {
  return queryOptions({
    queryKey: ["books", "check"],
    queryFn: ({ signal }) => api("GET /api/admin/books", { signal }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Where bills and books differ, newest first; each page begins where the last one ended. */
export function differencesQuery({ state, what, from, to }: DifferenceFilterWords) {
  // An address may name a state or a kind that there is not; the server says so.
  const asked = {
    ...{ from, to },
    ...(state === "" ? {} : { state: state as NonNullable<ListDifferencesQuery["state"]> }),
    ...(what === "" ? {} : { what: what as NonNullable<ListDifferencesQuery["what"]> }),
  };
  return infiniteQueryOptions({
    queryKey: ["books", "differences", asked],
    queryFn: ({ signal, pageParam }) =>
      api("GET /api/admin/differences", { query: { ...asked, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** The lines of bills with a number. */
export function billLinesQuery(number: string) {
  return infiniteQueryOptions({
    queryKey: ["books", "bill-lines", number],
    queryFn: ({ signal, pageParam }) =>
      api("GET /api/admin/bill-lines", { query: { number, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** What is decided here closes alerts, and changes orders and refunds. */
const DECIDED = ["books", "alerts", "orders", "refunds"];

export function useActOnDifference(differenceId: number, act: DifferenceAct) {
  return useAct(
    (body: { reason: string }) =>
      api(`POST /api/admin/differences/[differenceId]/${act}`, { params: { differenceId }, body }),
    DECIDED,
  );
}

export function useAddForeignRule() {
  return useAct((body: AddForeignRuleBody) => api("POST /api/admin/foreign-rules", { body }), DECIDED);
}

export function useEndForeignRule(ruleId: number) {
  return useAct(
    (body: { reason: string }) => api("POST /api/admin/foreign-rules/[ruleId]/end", { params: { ruleId }, body }),
    DECIDED,
  );
}

/** A month's closing sheet ("2026-10"). Reads every line and record of the month, so only when somebody asks. */
export function closingQuery(month: string) {
  return queryOptions({
    queryKey: ["books", "closing", month],
    queryFn: ({ signal }) => api("GET /api/admin/closing", { query: { month }, signal }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function useCloseMonth() {
  return useAct((body: CloseMonthBody) => api("POST /api/admin/closing", { body }), ["books"]);
}
