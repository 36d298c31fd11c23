/** Test buyers and the merchants, with balances in fen. */
import { BadRequest } from "./bad-request.ts";
import type { Journal } from "./journal.ts";
import { MERCHANT } from "./merchant.ts";

export type Buyer = { id: string; openId: string; name: string; logonId: string; note: string; blocked: boolean };

/** The payment password of every test buyer. */
export const PASSWORD = "111111";

export const BUYERS: readonly Buyer[] = [
  buyer(2, "林晓", "lin***@sandbox.test", "余额充足"),
  buyer(3, "陈墨", "che***@sandbox.test", "余额充足，可作第二位买家"),
  buyer(4, "周一元", "zho***@sandbox.test", "余额只有 1 元，用来试余额不足"),
  buyer(5, "吴安", "wua***@sandbox.test", "账户已被冻结，不能付款", true),
];

function buyer(n: number, name: string, logonId: string, note: string, blocked = false): Buyer {
  const id = `2088${String(n).padStart(12, "0")}`;
  return { id, openId: `0${String(n).padStart(3, "0")}sandboxOpenId${id}`, name, logonId, note, blocked };
}

const OPENING_FEN: Record<string, number> = {
  [BUYERS[0]!.id]: 1_000_000_00,
  [BUYERS[1]!.id]: 1_000_000_00,
  [BUYERS[2]!.id]: 1_00,
  [BUYERS[3]!.id]: 1_000_000_00,
};
const SELLER_OPENING_FEN = 1_000_000_00;

/** Finds a buyer by id, login or name; the first one when nothing is asked for. */
export function findBuyer(wanted: string | undefined): Buyer | undefined {
  if (!wanted) return BUYERS[0];
  return BUYERS.find((one) => one.id === wanted || one.name === wanted || one.logonId === wanted);
}

/** The number under which `who` holds a balance: a buyer as above, or a merchant. Throws BadRequest for anyone else. */
function ownerOf(who: string, sellers: ReadonlySet<string>): string {
  if (sellers.has(who)) return who;
  const buyer = who === "" ? undefined : findBuyer(who);
  if (!buyer) throw new BadRequest(`没有这位买家或商户：${who}`);
  return buyer.id;
}

/** A test buyer with what is in the purse now, fen. */
export type BuyerState = Buyer & { balanceFen: number };

/** Balances: opening amount plus all movements. */
export class Purses {
  #opening = new Map<string, number>();
  #moved = new Map<string, number>();
  #journal: Journal;
  #sellers = new Set<string>([MERCHANT.sellerId]);

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const [owner, fen] of journal.loaded<number>("opening")) this.#opening.set(owner, fen);
  }

  balance(owner: string): number {
    return this.#openingOf(owner) + (this.#moved.get(owner) ?? 0);
  }

  move(owner: string, fen: number): void {
    this.#moved.set(owner, (this.#moved.get(owner) ?? 0) + fen);
  }

  /** The accounts of the merchants. */
  sellers(): string[] {
    return [...this.#sellers];
  }

  /** A merchant that holds a balance too. */
  addSeller(sellerId: string): void {
    this.#sellers.add(sellerId);
  }

  /** From now on `who` (a buyer by id, login or name, or a merchant by seller_id) holds `fen`. */
  setBalance(who: string, fen: number): void {
    const owner = ownerOf(who, this.#sellers);
    if (!Number.isSafeInteger(fen)) throw new BadRequest("fen 应为整数分");
    const opening = fen - (this.#moved.get(owner) ?? 0);
    this.#opening.set(owner, opening);
    this.#journal.write("opening", owner, opening);
  }

  /** The test buyers with their balances. */
  buyers(): BuyerState[] {
    return BUYERS.map((one) => ({ ...one, balanceFen: this.balance(one.id) }));
  }

  /** Resets all balances to their initial values. */
  reset(): void {
    this.#opening.clear();
    this.#moved.clear();
  }

  #openingOf(owner: string): number {
    return this.#opening.get(owner) ?? OPENING_FEN[owner] ?? SELLER_OPENING_FEN;
  }
}
