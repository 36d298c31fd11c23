import { z } from "zod";
import { pageQuery } from "./envelope.ts";

/** Something that a person must look at. */
export interface AlertView {
  id: number;
  kind: string;
  /** Chinese: what happened. */
  title: string;
  /** Chinese: what to do about it. */
  advice: string;
  orderSn: string | null;
  detail: Record<string, unknown>;
  createTime: string;
  /** The money behind it can be sent back from here. */
  releasable: boolean;
  /** Chinese: what closing it leaves undone for good; null: nothing. */
  closing: string | null;
}

export const listAlertsQuery = z.strictObject(pageQuery);
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;

export const alertIdParams = z.strictObject({
  alertId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "编号格式不正确")
    .transform(Number),
});
