import { z } from "zod";
import { ERROR_CODES } from "../core/errors.ts";
import { ORDER_STATUSES, REFUND_STATUSES } from "../core/states.ts";
import { issueSchema, queryInt } from "./envelope.ts";

/** What the answers of /api/v1 are made of: plain JSON, money in fen, states by their names (decision 59). */

/** The first words of every address of the product's own back end. */
export const SERVICE_PATH = "/api/v1";

/** The product's own id of its user. */
export const customerIdSchema = z
  .string()
  // An address cannot name "." and "..": whoever reads one takes them for steps of its path.
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._:@-]{1,128}$/, "客户编号应为 1 到 128 个字母、数字或 . _ : @ -，不能只是 . 或 ..")
  .describe("产品自己的用户编号");

export const customerParams = z.strictObject({ customerId: customerIdSchema });

export const amountFen = z.int().nonnegative().describe("金额，单位分");

export const lower = <Name extends string>(names: readonly Name[]) =>
  z.enum(names.map((name) => name.toLowerCase()) as Lowercase<Name>[]);

export const serviceOrderStatus = lower(ORDER_STATUSES);
export const serviceRefundStatus = lower(REFUND_STATUSES);

/** The name of a state on the wire of /api/v1. */
export function stateWord<Name extends string>(name: Name): Lowercase<Name> {
  return name.toLowerCase() as Lowercase<Name>;
}

/** A list: `after` is the `next` of the page before. */
export const listQuery = { limit: queryInt(1, 100).describe("最多多少条，默认 20") };

/** How many rows of a list that says nothing of it. */
const LIST_LENGTH = 20;

/** What a list is asked for, as it was parsed. */
export interface ListWish {
  readonly limit?: number | undefined;
  readonly after?: number | undefined;
}

/**
 * One page of a list that is read by the ids of its rows. `find` reads one row more than are shown, so that the page knows whether
 * another follows.
 */
export async function listPage<Row extends { readonly id: bigint }, View>(
  { limit = LIST_LENGTH, after }: ListWish,
  find: (part: { readonly limit: number; readonly after: bigint | undefined }) => Promise<Row[]>,
  view: (row: Row) => View,
): Promise<{ data: View[]; next: number | null }> {
  const found = await find({ limit: limit + 1, after: after === undefined ? undefined : BigInt(after) });
  const shown = found.slice(0, limit);
  return { data: shown.map(view), next: found.length > limit ? Number(shown.at(-1)!.id) : null };
}

/** One page of a list. */
export function listOf<Row extends z.ZodType, Next extends z.ZodType>(row: Row, next: Next) {
  return z.strictObject({
    data: z.array(row),
    next: next.nullable().describe("下一页以它作为 `after`；null：没有了"),
  });
}

/** Every answer of /api/v1 that is no success (RFC 9457). */
export const problemSchema = z
  .strictObject({
    status: z.int().describe("与 HTTP 状态码相同"),
    title: z.string().describe("这种错误的一句话"),
    code: z.enum(ERROR_CODES).describe("错误码，封闭列表"),
    detail: z.string().describe("这一次的一句话"),
    issues: z.array(issueSchema).exactOptional().describe("输入有误时，逐个字段说明"),
    requestId: z.uuid().describe("与 `X-Request-Id` 相同，日志里的编号"),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
