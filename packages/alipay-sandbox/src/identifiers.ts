/** Numbers in the shapes that Alipay gives them. */
import { randomBytes, randomInt } from "node:crypto";
import { compactDay, compactTime } from "./beijing-time.ts";

const digits15 = (): string =>
  `${String(randomInt(10 ** 8)).padStart(8, "0")}${String(randomInt(10 ** 7)).padStart(7, "0")}`;

/** 28 digits: day, 22001, 15 more. */
export const newTradeNo = (at: number): string => `${compactDay(at)}22001${digits15()}`;

/** 34 digits: day, 00222, time of day, 15 more. */
export const newNotifyId = (at: number): string => `${compactDay(at)}00222${compactTime(at)}${digits15()}`;

/** Names one gateway call, in the header `trace_id`. */
export const newTraceId = (): string => randomBytes(15).toString("hex");
