import { hashOfLinkToken, newLinkToken } from "../accounts/secret-keys.ts";
import { checkoutId } from "../contracts/checkout.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { isOf } from "./bound-session.ts";
import { bindBrowser } from "./parts.ts";
import { checkoutStatus, wayBack, type CheckoutStatus } from "./rules.ts";
import { findCheckout, findCheckoutByToken, findCheckoutOfOrder, type StoredCheckout } from "./store.ts";

/** The secrets of the sessions that a browser has opened, by their ids. null: it has none of this one. */
export type SecretOf = (sessionId: string) => string | null;

/** What somebody meets who comes by the address of a session. */
export interface CheckoutDoor {
  readonly id: string;
  /** own: it is this browser's · free: nobody has opened it · taken: another browser has · over: it cannot be opened any more. */
  readonly state: "own" | "free" | "taken" | "over";
  readonly status: CheckoutStatus;
  readonly backUrl: string;
  /** The order that counts. null: there is none yet. */
  readonly orderSn: string | null;
}

/** The session that an address leads to. Reads only: whoever looks at a link does not open it. null: there is none. One read. */
export async function lookAtCheckout(token: string, secretOf: SecretOf, now: Date): Promise<CheckoutDoor | null> {
  const session = await findCheckoutByToken(hashOfLinkToken(token));
  return session && doorOf(session, secretOf, now);
}

/** The same by its id, for a browser that comes back from paying. */
export async function lookAtOwnCheckout(id: string, secretOf: SecretOf, now: Date): Promise<CheckoutDoor | null> {
  const session = checkoutId.safeParse(id).success ? await findCheckout(id) : null;
  return session && doorOf(session, secretOf, now);
}

function doorOf(session: StoredCheckout, secretOf: SecretOf, now: Date): CheckoutDoor {
  const { id } = session;
  const status = checkoutStatus(session, now);
  const orderSn = session.order?.orderSn ?? null;
  return { id, status, state: stateOf(session, secretOf(id), status), backUrl: wayBack(session), orderSn };
}

function stateOf(session: StoredCheckout, secret: string | null, status: CheckoutStatus): CheckoutDoor["state"] {
  if (session.payerStatus !== "ACTIVE") return "over";
  if (secret !== null && isOf(session, secret)) return "own";
  if (status !== "open") return "over";
  return session.browserHash === null ? "free" : "taken";
}

/**
 * Binds a session to the browser that opens it: the first one (docs/rules.md R154). One that has it already gets it again. One read, one
 * commit. null: it is not to be had, and `lookAtCheckout` says why.
 */
export async function openCheckout(token: string, secretOf: SecretOf, now: Date): Promise<CheckoutCaller | null> {
  const door = await lookAtCheckout(token, secretOf, now);
  const known = door && secretOf(door.id);
  if (door?.state === "own" && known) return { sessionId: door.id, secret: known };
  if (door?.state !== "free") return null;
  const secret = newLinkToken();
  const commit = new Commit("openCheckout");
  bindBrowser(commit, door.id, hashOfLinkToken(secret), now);
  return (await commit.attempt()) && { sessionId: door.id, secret };
}

/** The session that an order was made in, for whoever comes back from its cashier. null: none. One read. */
export function checkoutOfOrder(orderSn: string): Promise<string | null> {
  return findCheckoutOfOrder(orderSn);
}
