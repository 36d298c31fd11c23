/** Money on the wire is yuan text with two decimals; inside it is integer fen. */

const MAX_FEN = 100_000_000_00;

/** Reads yuan text such as `88.8`; undefined when it is not 0.01 … 100000000 with at most two decimals. */
export function parseYuan(text: unknown): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(text ?? ""));
  if (!match) return undefined;
  const fen = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return fen >= 1 && fen <= MAX_FEN ? fen : undefined;
}

/** Writes fen as yuan text with exactly two decimals. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
