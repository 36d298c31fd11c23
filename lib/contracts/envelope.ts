import { z } from "zod";

/** Every JSON answer: `code` equals the HTTP status; an error names itself in `error`. Contract section 3. */
export const envelopeSchema = z.object({
  code: z.number().int(),
  message: z.string(),
  data: z.unknown(),
  error: z.string().optional(),
  issues: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** Database ids on the wire. */
export const idSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const orderSnSchema = z.string().regex(/^[0-9A-Za-z_]{16,64}$/, "订单号格式不正确");

/** One page of a list, as the mall design has it. */
export interface Page<Row> {
  list: Row[];
  total: number;
  pageNum: number;
  pageSize: number;
  totalPage: number;
}

export function pageOf<Row>(list: Row[], total: number, pageNum: number, pageSize: number): Page<Row> {
  return { list, total, pageNum, pageSize, totalPage: Math.ceil(total / pageSize) };
}

/** A filter left empty in a form is no filter. */
function blankIsAbsent(value: unknown): unknown {
  return value === "" ? undefined : value;
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, "应为整数")
  .transform(Number);

/** An optional whole number within bounds, read from a query string. */
export function queryInt(min: number, max: number) {
  return z.preprocess(blankIsAbsent, wholeNumber.pipe(z.number().min(min).max(max)).optional());
}

/** An optional text read from a query string. */
export function queryText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(blankIsAbsent, schema.optional());
}

export const pageQuery = {
  // Deep pages are reached by filters, not by counting through everything.
  pageNum: queryInt(1, 10_000),
  pageSize: queryInt(1, 100),
};
