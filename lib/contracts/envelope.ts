import { z } from "zod";
import { ERROR_CODES } from "../core/errors.ts";
import { count } from "./values.ts";

/** Every JSON answer that is a success: `code` equals the HTTP status. */
export function envelopeOf<Data extends z.ZodType>(data: Data) {
  return z.strictObject({ code: z.literal(200), message: z.string(), data });
}
export type Envelope = z.infer<ReturnType<typeof envelopeOf<z.ZodUnknown>>>;

export const issueSchema = z.strictObject({
  field: z.string().describe("哪个字段"),
  message: z.string().describe("错在哪里"),
});

/** Every JSON answer that is none: an error names itself in `error`. */
export const errorEnvelopeSchema = z
  .strictObject({
    code: z.int().describe("与 HTTP 状态码相同"),
    message: z.string().describe("给人看的一句话"),
    data: z.unknown().describe("null；REFUND_AMOUNT_CHANGED 时是新的报价"),
    error: z.enum(ERROR_CODES).describe("错误码，封闭列表"),
    issues: z.array(issueSchema).exactOptional().describe("输入有误时，逐个字段说明"),
  })
  .meta({ id: "Error" });
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** Database ids on the wire. */
export const idSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** An id in an address or a query. */
export function idText(message: string, digits = 15) {
  return z
    .string()
    .regex(new RegExp(`^[1-9]\\d{0,${digits - 1}}$`), message)
    .transform(Number)
    .pipe(idSchema);
}

export const orderSnSchema = z.string().regex(/^[0-9A-Za-z_]{16,64}$/, "订单号格式不正确");

/** One page of a list. */
export function pageSchema<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    list: z.array(row),
    total: count.describe("一共多少条"),
    pageNum: count.describe("第几页，从 1 数起"),
    pageSize: count.describe("每页最多多少条"),
    totalPage: count.describe("一共多少页"),
  });
}
export type Page<Row> = z.infer<ReturnType<typeof pageSchema<z.ZodType<Row>>>>;

export function pageOf<Row>(list: Row[], total: number, pageNum: number, pageSize: number): Page<Row> {
  return { list, total, pageNum, pageSize, totalPage: Math.ceil(total / pageSize) };
}

/** An empty filter value counts as absent. */
function blankIsAbsent<Text>(value: Text): Text | undefined {
  return value === "" ? undefined : value;
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, "应为整数")
  .transform(Number);

/** An optional whole number within bounds, read from a query string. */
export function queryInt(min: number, max: number) {
  return queryText(wholeNumber.pipe(z.number().int().min(min).max(max)));
}

/** An optional number of a closed set, read from a query string. */
export function queryCode<Code extends number>(codes: z.ZodLiteral<Code>) {
  const all = [...codes.values];
  return queryText(
    wholeNumber
      .pipe(
        z
          .number()
          .min(Math.min(...all))
          .max(Math.max(...all)),
      )
      .pipe(codes),
  );
}

/** An optional text read from a query string. */
export function queryText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(blankIsAbsent<z.input<Schema> | "" | undefined>, schema.optional());
}

export const pageQuery = {
  // Deep pages are slow to count; use filters instead.
  pageNum: queryInt(1, 10_000).describe("第几页，从 1 数起，默认 1"),
  pageSize: queryInt(1, 100).describe("每页最多多少条"),
};
