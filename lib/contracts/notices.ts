import { z } from "zod";
import { idSchema, pageQuery } from "./envelope.ts";

export interface NoticeView {
  id: number;
  kind: string;
  title: string;
  body: string;
  orderSn: string | null;
  read: boolean;
  createTime: string;
}

export const listNoticesQuery = z.strictObject(pageQuery);
export type ListNoticesQuery = z.infer<typeof listNoticesQuery>;

/** Marks the given messages as read, or all of them. */
export const readNoticesBody = z.strictObject({ ids: z.array(idSchema).min(1).max(100).optional() });
export type ReadNoticesBody = z.infer<typeof readNoticesBody>;
