import { QueryClient, hydrate, queryOptions, type DehydratedState } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, test, vi, type MockInstance } from "vitest";
import { z } from "zod";
import { orderSearchQuery } from "@/components/admin/queries.ts";
import { NotThere } from "@/components/ui/not-there.tsx";
import { AppError } from "@/lib/core/errors.ts";
import { log } from "@/lib/log.ts";
import { FirstData, firstPageRead, firstRead, questionOf, type FirstRead } from "./first-data.tsx";

interface Drawn extends ReactElement {
  readonly props: { readonly state?: DehydratedState; readonly title?: string };
}

const draw = (...reads: FirstRead[]) => FirstData({ reads, children: "page" }) as Promise<Drawn>;

/** What the browser's own client knows once the page has come alive. */
function known(drawn: Drawn): QueryClient {
  const client = new QueryClient();
  hydrate(client, drawn.props.state ?? {});
  return client;
}

const wordQuery = (word: string) =>
  queryOptions({ queryKey: ["words", word], queryFn: () => Promise.resolve<object | null>(null) });

let logged: MockInstance<typeof log.error>;
beforeEach(() => {
  logged = vi.spyOn(log, "error").mockReturnValue(undefined);
});
afterEach(() => logged.mockRestore());

test("an answer crosses as the JSON that the route would have sent", async () => {
  const at = new Date("2026-01-31T00:00:00Z");
  const drawn = await draw(
    firstRead(wordQuery("a"), async () => ({ at, nothing: undefined })),
    firstRead(wordQuery("b"), async () => null),
  );
  expect(known(drawn).getQueryData(["words", "a"])).toStrictEqual({ at: at.toISOString() });
  expect(known(drawn).getQueryData(["words", "b"])).toBeNull();
});

test("the first page of a list that goes on is kept with the place where it begins", async () => {
  const query = orderSearchQuery("");
  const drawn = await draw(firstPageRead(query, async () => ({ list: [], next: 7 })));
  expect(known(drawn).getQueryData(query.queryKey)).toStrictEqual({
    pages: [{ list: [], next: 7 }],
    pageParams: [undefined],
  });
});

test("what is not there takes the place of the page", async () => {
  const drawn = await draw(firstRead(wordQuery("a"), () => Promise.reject(new AppError("ORDER_NOT_FOUND"))));
  expect(drawn.type).toBe(NotThere);
  expect(drawn.props.title).toBe("没有找到这笔订单");
  expect(logged).not.toHaveBeenCalled();
});

test("a refused question is left to the browser, which is told the same", async () => {
  const read = async () => questionOf(z.strictObject({ status: z.literal("1") }), { status: "99" });
  const drawn = await draw(firstRead(wordQuery("a"), read));
  expect(known(drawn).getQueryState(["words", "a"])).toBeUndefined();
  expect(logged).not.toHaveBeenCalled();
});

test("a read that fails leaves the page and its other answers, and is logged", async () => {
  const drawn = await draw(
    firstRead(wordQuery("a"), () => Promise.reject(new Error("connection lost"))),
    firstRead(wordQuery("b"), () => Promise.reject(new AppError("BUSY"))),
    firstRead(wordQuery("c"), async () => ({ here: true })),
  );
  const client = known(drawn);
  expect(
    client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey),
  ).toEqual([["words", "c"]]);
  expect(logged.mock.calls.map(([facts]) => (facts as { queryKey: unknown }).queryKey)).toEqual([
    ["words", "a"],
    ["words", "b"],
  ]);
});
