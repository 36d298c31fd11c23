import { z } from "zod";
import { idempotencyKeySchema } from "../contracts/orders.ts";
import type { Question } from "./ask.ts";
import { endpointOf, type Tool } from "./tools.ts";

type Given = Readonly<Record<string, unknown>>;
type JsonSchema = Readonly<Record<string, unknown>>;

const requestKey = idempotencyKeySchema.describe("你给这一次的编号：同一个编号、同样的内容只做一次，重试时不要换");
const confirm = z
  .int()
  .nonnegative()
  .describe(
    "确认：把金额（积分数，或单位分的金额）再说一遍。没有它什么也不做，只说将要做什么；客户端能问人时以人的回答为准",
  );

/** The arguments of a tool by the part of the request that each goes to. */
interface Parts {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** null: none. */
  readonly body: z.ZodObject | null;
  /** Those of the tool itself. */
  readonly own: z.ZodObject;
}

function partsOf(tool: Tool): Parts {
  const { params, query, body } = endpointOf(tool);
  return {
    params: params ?? z.strictObject({}),
    query: query ?? z.strictObject({}),
    body: tool.body ?? (body as z.ZodObject | undefined) ?? null,
    own: z.strictObject({
      ...(tool.write?.takesKey ? { idempotencyKey: requestKey } : {}),
      ...(tool.write ? { confirm: confirm.optional() } : {}),
    }),
  };
}

/**
 * The arguments as JSON Schema, written from the address's own schemas: what stands in an address or a query as what it means, a number
 * as a number.
 */
export function inputSchemaOf(tool: Tool): { readonly type: "object"; readonly [key: string]: unknown } {
  const { params, query, body, own } = partsOf(tool);
  const inAddress = Object.entries(params.shape).map(([name, field]) => [name, schemaOf(field, "output")] as const);
  const inQuery = Object.entries(query.shape).map(([name, field]) => [name, schemaOf(field, "output")] as const);
  const others = [...(body ? [body] : []), own].map((part) => schemaOf(part, "input"));
  return {
    type: "object",
    properties: Object.assign(
      {},
      Object.fromEntries([...inAddress, ...inQuery]),
      ...others.map(({ properties }) => properties as JsonSchema),
    ) as JsonSchema,
    required: [...inAddress.map(([name]) => name), ...others.flatMap(({ required = [] }) => required as string[])],
    additionalProperties: false,
  };
}

function schemaOf(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  // Where there is a format, zod's pattern for it says nothing more, at length.
  const written: Record<string, unknown> = {
    ...z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => jsonSchema.format && delete jsonSchema.pattern }),
  };
  delete written.$schema;
  return written;
}

/** What is asked of the door, and what stays with the tool. */
export interface Read {
  readonly question: Question;
  readonly confirm: number | undefined;
}

/**
 * Reads the arguments by the schemas of the address, so that nothing else can become part of one. What is wrong: one line for each
 * field. The door reads them again.
 */
export function readArguments(tool: Tool, given: Given): Read | { readonly wrong: string } {
  const { params, query, body, own } = partsOf(tool);
  const shapes = { params: params.shape, query: query.shape, body: body?.shape ?? {}, own: own.shape };
  const known = Object.values(shapes).flatMap((shape) => Object.keys(shape));
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const of = (shape: object) => Object.fromEntries(Object.entries(given).filter(([name]) => name in shape));
  const inAddress = textOf(of(shapes.params));
  const inQuery = textOf(of(shapes.query));
  const inBody = of(shapes.body);
  const mine = own.safeParse(of(shapes.own));
  const read = [params.safeParse(inAddress), query.safeParse(inQuery), ...(body ? [body.safeParse(inBody)] : []), mine];
  const wrong = [
    ...unknown.map((name) => `${name}：没有这个参数`),
    // In an address they are steps of its path, and it would be another one.
    ...Object.entries(inAddress).flatMap(([name, value]) =>
      /^\.\.?$/.test(String(value)) ? [`${name}：不能是 . 或 ..`] : [],
    ),
    ...read.flatMap(({ error }) => (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}：${message}`)),
  ];
  if (wrong.length > 0 || !mine.success) return { wrong: wrong.join("\n") };
  const { idempotencyKey, confirm } = mine.data as { idempotencyKey?: string; confirm?: number };
  const question = {
    ...{ name: tool.asks, params: inAddress as Record<string, string>, query: inQuery as Record<string, string> },
    ...{ body: body ? inBody : undefined, requestKey: idempotencyKey },
  };
  return { question, confirm };
}

/** As an address has it. What is neither text nor number stays, for the schema to refuse. */
function textOf(values: Given): Given {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? String(value) : value]),
  );
}
