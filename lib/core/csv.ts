/** A cell: text, a whole number, or nothing. Amounts are text ("19.90"), so that no decimal is lost. */
export type Cell = string | number | bigint | null;

/** Tells Excel that the file is UTF-8. */
export const BOM = "\uFEFF";

/** What a spreadsheet would run, also in its full-width form or behind spaces, and what it would not show. */
const LIVE = /^(\s*[=+\-@＝＋－＠]|\p{Cc})/u;

/** Text that a spreadsheet would read as a number and change: long (15 digits are kept), with leading zeros, or "12e45". */
const NUMBER_LIKE = /^(0\d+|\d{12,}|\d+[eE]\d+)$/;

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Text as a spreadsheet shows it and does not change it: an apostrophe before what is live, a tab behind a long number. */
function harmless(text: string): string {
  if (LIVE.test(text)) return `'${text}`;
  return NUMBER_LIKE.test(text) ? `${text}\t` : text;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  const text = harmless(typeof cell === "string" ? cell : String(cell));
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record of a CSV file (RFC 4180), with its line break. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}
