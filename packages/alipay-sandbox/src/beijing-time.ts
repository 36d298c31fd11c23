/** Alipay writes every instant as Beijing time without an offset. Instants here are epoch milliseconds. */
import { BadRequest } from "./bad-request.ts";

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const iso = (at: number): string => new Date(at + OFFSET_MS).toISOString();

/** `2026-01-02 03:04:05` */
export const beijing = (at: number): string => iso(at).slice(0, 19).replace("T", " ");

/** `2026-01-02 03:04:05.678`, the form of gmt_refund in a notice. */
export const beijingMillis = (at: number): string => iso(at).slice(0, 23).replace("T", " ");

/** `2026-01-02` */
export const beijingDay = (at: number): string => iso(at).slice(0, 10);

/** `20260102` */
export const compactDay = (at: number): string => beijingDay(at).replaceAll("-", "");

/** `030405` */
export const compactTime = (at: number): string => iso(at).slice(11, 19).replaceAll(":", "");

/** The hour of the day, 0 … 23. */
export const beijingHour = (at: number): number => Number(iso(at).slice(11, 13));

/** The first instant of the day after `at`, where the timeout `1c` ends. */
export const nextMidnight = (at: number): number => (Math.floor((at + OFFSET_MS) / DAY_MS) + 1) * DAY_MS - OFFSET_MS;

/** Epoch milliseconds from a Date, such a number, or Beijing time as text. Throws BadRequest for anything else. */
export function instantOf(at: unknown): number {
  const instant = at instanceof Date ? at.getTime() : typeof at === "string" ? parseBeijing(at) : at;
  if (typeof instant === "number" && Number.isFinite(instant)) return instant;
  throw new BadRequest("at 应为毫秒数或 yyyy-MM-dd HH:mm:ss");
}

/** Reads `yyyy-MM-dd HH:mm:ss`; undefined for any other form and for dates that do not exist. */
export function parseBeijing(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(at) || beijing(at) !== text ? undefined : at;
}
