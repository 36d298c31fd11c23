import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import {
  DELIVERY_STATUS_CODES,
  ORDER_STATUS_CODES,
  PAYMENT_METHOD_TEXTS,
  PRODUCT_TYPE_CODES,
} from "../contracts/codes.ts";
import {
  PAY_TYPE_CODES,
  PAYMENT_STATUS_CODES,
  SALE_STATUS_CODES,
  SEGMENT_STATUS_CODES,
  SOURCE_TYPE_CODES,
} from "../contracts/mall-codes.ts";
import { query, useDatabase } from "../testing/database.ts";

// The tables as the mall design has them (docs/rules.md R68, docs/mall.md).

useDatabase();

const CODES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  order_status: ORDER_STATUS_CODES,
  delivery_status: DELIVERY_STATUS_CODES,
  product_type: PRODUCT_TYPE_CODES,
  source_type: SOURCE_TYPE_CODES,
  payment_status: PAYMENT_STATUS_CODES,
  sale_status: SALE_STATUS_CODES,
  segment_status: SEGMENT_STATUS_CODES,
};

test("every value of an enum has the number that the code gives it, and no other enum has numbers", async () => {
  const types = await query<{ type: string }>(
    "select proargtypes[0]::regtype::text as type from pg_proc where proname = 'mall_code'",
  );
  expect(types.map(({ type }) => type).toSorted()).toEqual(Object.keys(CODES).toSorted());
  for (const [type, codes] of Object.entries(CODES)) {
    const found = await query<{ name: string; code: number | null }>(
      `select value::text as name, mall_code(value) as code from unnest(enum_range(null::${type})) value`,
    );
    expect({ type, codes: Object.fromEntries(found.map(({ name, code }) => [name, code])) }).toEqual({ type, codes });
  }
});

test("every way to pay has its number, and an order that nobody paid has 0", async () => {
  for (const method of Object.keys(PAYMENT_METHOD_TEXTS) as (keyof typeof PAYMENT_METHOD_TEXTS)[])
    expect(await query("select mall_pay_type($1) as code", [method])).toEqual([{ code: PAY_TYPE_CODES[method] }]);
  expect(await query("select mall_pay_type(null) as code")).toEqual([{ code: 0 }]);
});

interface Column {
  view: string;
  name: string;
  type: string;
}

const columns = () =>
  query<Column>(
    `select c.table_name as view, c.column_name as name,
       concat_ws(' ', c.data_type, c.numeric_precision, c.numeric_scale) as type
     from information_schema.columns c join pg_views v on v.viewname = c.table_name and v.schemaname = c.table_schema
     where c.table_schema = 'public' order by c.table_name, c.ordinal_position`,
  );

/** "## `view`", and below it the first cell of every row, in their order. */
async function described(): Promise<Record<string, string[]>> {
  const text = await readFile("docs/mall.md", "utf8");
  const parts = text.split("\n## ").flatMap((part) => {
    const view = /^`(\w+)`\n/.exec(part)?.[1];
    return view ? [[view, [...part.matchAll(/^\| `(\w+)` \|/gm)].map(([, column]) => column!)] as const] : [];
  });
  return Object.fromEntries(parts);
}

test("docs/mall.md names every view with every column, in their order", async () => {
  const found = Map.groupBy(await columns(), ({ view }) => view);
  expect(found.size).toBe(7);
  expect(await described()).toEqual(
    Object.fromEntries([...found].map(([view, list]) => [view, list.map(({ name }) => name)])),
  );
});

test("the columns that people look for are there, and amounts are yuan", async () => {
  const all = await columns();
  const has = (view: string) => all.filter((column) => column.view === view).map(({ name }) => name);
  expect(has("mall_oms_order")).toEqual(
    expect.arrayContaining(["order_type", "source_type", "auto_delivery", "delivery_time"]),
  );
  expect(has("mall_oms_order_item")).toEqual(
    expect.arrayContaining(["product_quantity", "real_amount", "product_pic"]),
  );
  expect(has("mall_oms_payment_records")).toEqual(
    expect.arrayContaining(["member_id", "callback_time", "payment_method"]),
  );
  expect(has("mall_oms_delivery_records")).toEqual(
    expect.arrayContaining(["member_id", "product_type", "delivery_type", "delivery_data"]),
  );
  const amounts = all.filter(({ name }) => /price|(?<!credit_)amount$/.test(name));
  expect(amounts.length).toBe(9);
  expect(amounts.filter(({ type }) => type !== "numeric 10 2")).toEqual([]);
});
