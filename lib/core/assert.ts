/** States what must hold. For bugs of ours only. Bad input gets a 4xx instead. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
