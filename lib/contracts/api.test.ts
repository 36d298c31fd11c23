import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { endpoints, type AnswerOf, type CallOf, type NameFor, type ParsedOf } from "./api.ts";
import type { Endpoint } from "./endpoint.ts";
import { pageOf, pageSchema } from "./envelope.ts";

/** Where under a schema an object would let an unknown key through. */
function openObjects(json: unknown, path: string): string[] {
  if (typeof json !== "object" || json === null) return [];
  const inner = Object.entries(json).flatMap(([key, value]) => openObjects(value, `${path}.${key}`));
  return "properties" in json && (json as { additionalProperties?: unknown }).additionalProperties !== false
    ? [path, ...inner]
    : inner;
}

// Of what is read, an object that is not strict says nothing about other keys; of what is written, it forbids them.
const openIn = (name: string, schema: z.ZodType) => openObjects(z.toJSONSchema(schema, { io: "input" }), name);

describe("an endpoint", () => {
  test.each(Object.entries<Endpoint>(endpoints))("%s lets no unknown key through, either way", (name, endpoint) => {
    const { params, query, body, answer } = endpoint;
    const schemas = [params, query, body, answer].filter((schema) => schema !== undefined);
    expect(schemas.flatMap((schema) => openIn(name, schema))).toEqual([]);
  });

  test("with an open object would be found", () => {
    const open = z.strictObject({ list: z.array(z.object({ id: z.int() })) });
    expect(openIn("x", open)).toEqual(["x.properties.list.items"]);
  });

  test("without an answer does not compile", () => {
    // @ts-expect-error the answer is missing
    const silent: Endpoint = { access: "public", summary: "什么也不说" };
    expect(silent).not.toHaveProperty("answer");
  });
});

describe("types come from the table", () => {
  test("of what is answered and of what the handler gets", () => {
    expectTypeOf<AnswerOf<"GET /api/notices/unread">>().toEqualTypeOf<{ unread: number }>();
    expectTypeOf<AnswerOf<"GET /api/payment/orders">["list"][number]["status"]>().toEqualTypeOf<
      0 | 1 | 3 | 4 | 5 | 6
    >();
    expectTypeOf<ParsedOf<"GET /api/admin/refunds/[refundId]", "params">>().toEqualTypeOf<{ refundId: number }>();
    expectTypeOf<ParsedOf<"GET /api/catalog", "body">>().toEqualTypeOf<undefined>();
    expectTypeOf<"POST /api/credits/consume">().not.toExtend<NameFor<"service">>();
  });

  test("of what a caller sends", () => {
    type Orders = NonNullable<CallOf<"GET /api/payment/orders">["query"]>;
    expectTypeOf<Orders["pageNum"]>().toEqualTypeOf<string | number | undefined>();
    type Refunds = NonNullable<CallOf<"GET /api/admin/refunds">["query"]>;
    expectTypeOf<"REVIEWING">().toExtend<Refunds["status"]>();
    expectTypeOf<"LOST">().not.toExtend<Refunds["status"]>();
    expectTypeOf<{ params: { orderSn: string } }>().toExtend<CallOf<"POST /api/payment/pay/[orderSn]">>();
    expectTypeOf<{ params: { orderSn: string }; body: object }>().not.toExtend<
      CallOf<"POST /api/payment/pay/[orderSn]">
    >();
    expectTypeOf<Record<never, never>>().not.toExtend<CallOf<"POST /api/payment/pay/[orderSn]">>();
    expectTypeOf<{ idempotencyKey: string }>().not.toExtend<CallOf<"GET /api/catalog">>();
  });
});

test("a page of nothing is page 1 of 0", () =>
  expect(pageSchema(z.int()).parse(pageOf<number>([], 0, 1, 20))).toMatchObject({ total: 0, totalPage: 0 }));
