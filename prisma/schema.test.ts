import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { prisma } from "../lib/db/client.ts";
import { Prisma } from "../lib/db/generated/client.ts";
import { query, useDatabase } from "../lib/testing/database.ts";

useDatabase();

/** A column as text, so that a difference reads well: "oms_order.status order_status not null". */
type Column = string;

const TYPES: Readonly<Record<string, string>> = {
  BigInt: "int8",
  Int: "int4",
  String: "text",
  DateTime: "timestamptz",
  Json: "jsonb",
  Boolean: "bool",
  Bytes: "bytea",
};
const NATIVE_TYPES: Readonly<Record<string, string>> = {
  SmallInt: "int2",
  Date: "date",
  "Timestamptz(6)": "timestamptz",
};

interface Block {
  readonly kind: "model" | "enum";
  readonly name: string;
  /** The name in the database. */
  readonly mapped: string;
  readonly lines: readonly string[];
}

/** schema.prisma is line by line; its own engine cannot be had without a download. */
async function readBlocks(): Promise<Block[]> {
  const text = await readFile(resolve(import.meta.dirname, "schema.prisma"), "utf8");
  return [...text.matchAll(/^(model|enum) (\w+) \{\n(.*?)^\}/gms)].map(([, kind, name, body]) => {
    const lines = body!.split("\n").map((line) => line.trim());
    const mapped = /^@@map\("(\w+)"\)$/m.exec(lines.join("\n"))?.[1] ?? name!;
    return { kind: kind as Block["kind"], name: name!, mapped, lines: lines.filter((line) => /^\w/.test(line)) };
  });
}

function columnsOf(model: Block, blocks: readonly Block[]): Column[] {
  return model.lines.flatMap((line) => {
    const [, field, type, list, optional] = /^(\w+)\s+(\w+)(\[\])?(\?)?/.exec(line)!;
    const other = blocks.find((block) => block.name === type);
    if (other?.kind === "model") return [];
    const native = /@db\.(\w+(?:\(\d+\))?)/.exec(line)?.[1];
    const plain = other?.mapped ?? (native ? NATIVE_TYPES[native] : TYPES[type!]);
    const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
    return `${model.mapped}.${column} ${list ? "_" : ""}${plain} ${optional ? "null" : "not null"}`;
  });
}

/** "oms_payment_attempts (order_id, cashier_kind)" for every key that Prisma believes to be unique. */
function uniqueKeysOf(model: Block, body: string): string[] {
  const columnOf = (field: string) => {
    const line = model.lines.find((candidate) => candidate.startsWith(`${field} `))!;
    return /@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
  };
  const single = model.lines.filter((line) => / @(id|unique)\b/.test(line)).map((line) => [/^\w+/.exec(line)![0]]);
  const several = [...body.matchAll(/@@(?:id|unique)\(\[([\w, ]+)\]/g)].map(([, fields]) => fields!.split(", "));
  return [...single, ...several].map((fields) => `${model.mapped} (${fields.map(columnOf).join(", ")})`);
}

it("names every column of every table of the migrated database with its type and nullability", async () => {
  const blocks = await readBlocks();
  const described = blocks.filter((block) => block.kind === "model").flatMap((model) => columnsOf(model, blocks));
  const found = await query<{ line: Column }>(
    `select table_name || '.' || column_name || ' ' || udt_name || ' ' ||
        case is_nullable when 'YES' then 'null' else 'not null' end as line
     from information_schema.columns join pg_tables on tablename = table_name and schemaname = table_schema
     where table_schema = 'public' and table_name <> '_prisma_migrations'`,
  );
  expect(described.length).toBeGreaterThan(100);
  expect(described.toSorted()).toEqual(found.map(({ line }) => line).toSorted());
});

it("names every enum with its values in their order", async () => {
  const blocks = await readBlocks();
  const described = blocks
    .filter((block) => block.kind === "enum")
    .map((block) => `${block.mapped}: ${block.lines.join(" ")}`);
  const found = await query<{ line: string }>(
    `select typname || ': ' || string_agg(enumlabel, ' ' order by enumsortorder) as line
     from pg_enum join pg_type on pg_type.oid = enumtypid group by typname`,
  );
  expect(described.toSorted()).toEqual(found.map(({ line }) => line).toSorted());
});

it("believes unique only what the database keeps unique", async () => {
  const blocks = await readBlocks();
  const text = await readFile(resolve(import.meta.dirname, "schema.prisma"), "utf8");
  const described = blocks
    .filter((block) => block.kind === "model")
    .flatMap((model) => uniqueKeysOf(model, text.slice(text.indexOf(`model ${model.name} {`)).split("\n}")[0]!));
  const found = await query<{ line: string }>(
    `select tablename || ' (' || split_part(indexdef, '(', 2) as line from pg_indexes
     where schemaname = 'public' and indexdef like 'CREATE UNIQUE%' and indexdef not like '%WHERE%'`,
  );
  const kept = new Set(found.map(({ line }) => line));
  expect(described.length).toBeGreaterThan(20);
  expect(described.filter((key) => !kept.has(key))).toEqual([]);
});

it("is what the generated client can read, model by model", async () => {
  const models = Object.values(Prisma.ModelName);
  expect(models.length).toBeGreaterThan(15);
  const client = prisma() as unknown as Record<string, { findMany(): Promise<unknown[]> }>;
  for (const model of models) expect(await client[model[0]!.toLowerCase() + model.slice(1)]!.findMany()).toEqual([]);
});
