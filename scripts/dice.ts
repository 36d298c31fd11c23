/** Seeded randomness. Each actor has its own generator, so that they do not influence each other. */
export interface Dice {
  /** In [0, 1). */
  roll(): number;
  chance(share: number): boolean;
  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Each item as often as its weight says. */
  weigh<Item>(items: readonly (readonly [Item, number])[]): Item;
}

/** mulberry32: 32 bits of state are plenty for choosing who does what next. */
export function diceOf(seed: number, actor: string): Dice {
  let state = [...actor].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), seed | 0);
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(roll() * (to - from + 1));
  return {
    roll,
    chance: (share) => roll() < share,
    between,
    pick: (items) => items[between(0, items.length - 1)]!,
    weigh: (items) => {
      let left = roll() * items.reduce((sum, [, weight]) => sum + weight, 0);
      return (items.find(([, weight]) => (left -= weight) < 0) ?? items.at(-1)!)[0];
    },
  };
}
