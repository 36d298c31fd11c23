/** States what must hold. It guards against our own mistakes, never against a user's: those get a 4xx. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
