import { invariant } from "./assert.ts";

/** Money is a whole number of fen (1 yuan = 100 fen). The code uses no other unit. */
export type Fen = number;

const ALIPAY_AMOUNT = /^(0|[1-9]\d{0,8})\.(\d{2})$/;

/**
 * Reads an amount as Alipay writes it: yuan with exactly two decimals ("9.90").
 * Everything else ("9.9", "1e1", " 9.90", full-width digits) is null, because a lenient parser accepts wrong amounts.
 */
export function parseYuan(text: string): Fen | null {
  const match = ALIPAY_AMOUNT.exec(text);
  return match ? Number(match[1]) * 100 + Number(match[2]) : null;
}

/** Fen as Alipay wants them: "19.90". */
export function yuanText(fen: Fen): string {
  invariant(Number.isSafeInteger(fen), "an amount is a whole number of fen");
  const sign = fen < 0 ? "-" : "";
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fen as our JSON writes them: yuan as a number with two decimals at most (19.9). */
export function yuanNumber(fen: Fen): number {
  return Number(yuanText(fen));
}

/** floor(fen × part ÷ whole) in integer arithmetic, so the shop never refunds more than was paid. */
export function shareOf(fen: Fen, part: number, whole: number): Fen {
  invariant(whole > 0 && part >= 0 && part <= whole, "a share lies between nothing and all");
  return Number((BigInt(fen) * BigInt(part)) / BigInt(whole));
}

/** Yuan of our JSON, already known to be whole fen, in fen. */
export function fenOf(yuan: number): Fen {
  return Math.round(yuan * 100);
}
