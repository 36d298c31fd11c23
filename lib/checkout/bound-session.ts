import { hashOfLinkToken } from "../accounts/secret-keys.ts";
import type { CheckoutCaller, Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { findCheckout, type StoredCheckout } from "./store.ts";

/**
 * The session of this browser. The one place where the right to it is decided: everything else of a session is reached from
 * here. Throws CHECKOUT_ELSEWHERE (401): there is none, it is another browser's, or its customer's account is closed. One read.
 */
export async function boundSession({ sessionId, secret }: CheckoutCaller): Promise<StoredCheckout> {
  const session = await findCheckout(sessionId);
  if (!session || !isOf(session, secret) || session.payerStatus !== "ACTIVE") throw new AppError("CHECKOUT_ELSEWHERE");
  return session;
}

/** Whether a session belongs to the browser with this secret. */
export function isOf({ browserHash }: Pick<StoredCheckout, "browserHash">, secret: string): boolean {
  return browserHash === hashOfLinkToken(secret);
}

/** What is done in a session is done by its customer. */
export function inTheNameOf({ memberId }: StoredCheckout, now: Date): Context {
  return { now, actor: `member:${memberId}` };
}
