/** What PostgreSQL cannot keep, and no honest caller sends: a NUL in a text, half of a surrogate pair in a JSON column. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}
