/** Reading the JSON of business fields, which may hold anything. */
import { Refusal, refuse, type Fields } from "./refusal.ts";

/** Parses `biz_content`. Throws isv.illegal-json when it is not one JSON object. */
export function parseBiz(text: string | undefined): Fields {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Reported by the refusal below.
  }
  throw new Refusal("40002", "isv.illegal-json");
}

/** A text field, or a number as text; empty and absent are the same. Throws when it is longer than `longest`. */
export function optionalText(biz: Fields, name: string, longest: number): string | undefined {
  const value = biz[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string" && typeof value !== "number") throw invalid(name);
  const text = String(value);
  if (text.length > longest) throw invalid(name);
  return text;
}

export function requiredText(biz: Fields, name: string, longest: number): string {
  const text = optionalText(biz, name, longest);
  if (text === undefined) throw refuse("ACQ.INVALID_PARAMETER", {}, `参数无效：缺少 ${name}`);
  return text;
}

/** Merchant order numbers: at most 64 letters, digits and underscores. */
export function orderNumber(biz: Fields, name: string): string | undefined {
  const text = optionalText(biz, name, 64);
  if (text !== undefined && !/^\w+$/.test(text)) throw invalid(name);
  return text;
}

export const invalid = (name: string): Refusal => refuse("ACQ.INVALID_PARAMETER", {}, `参数无效：${name}`);

/** Whether `query_options` names `option`. */
export function wants(biz: Fields, option: string): boolean {
  const options = biz["query_options"];
  return Array.isArray(options) && options.includes(option);
}
