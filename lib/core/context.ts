import type { PaymentMethod } from "./states.ts";

/** The actor of a change. Stored with every change. A payment method: the channel's notice. */
export type Actor =
  `member:${bigint}` | `admin:${bigint}` | `service:${bigint}` | "guest" | PaymentMethod | "cron" | "operator";

/** The browser that a checkout session belongs to: the session whose cookie it shows, and the secret in it. */
export interface CheckoutCaller {
  readonly sessionId: string;
  readonly secret: string;
}

/** Passed to every verb: the time of this unit of work, read once, and the actor. */
export interface Context {
  readonly now: Date;
  readonly actor: Actor;
}
