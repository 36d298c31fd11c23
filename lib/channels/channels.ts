import { alipay } from "../alipay/channel.ts";
import { AppError } from "../core/errors.ts";
import type { PaymentMethod } from "../core/states.ts";
import type { Channel, MerchantAccount } from "./channel.ts";

/** The channels of this product, by the name that attempts, payments and refunds keep. */
export const CHANNELS = new Map<PaymentMethod, Channel>([[alipay.method, alipay]]);

/** A channel by its name. Throws GATEWAY_UNAVAILABLE (503) where it is one that we no longer have. */
export function channelOf({ paymentMethod }: { readonly paymentMethod: PaymentMethod }): Channel {
  const channel = CHANNELS.get(paymentMethod);
  if (!channel) throw new AppError("GATEWAY_UNAVAILABLE", { detail: `no channel ${paymentMethod}`, retryAfter: 60 });
  return channel;
}

/** What a row says about the account that opened it: all that follows from the row is done with the same one. */
export interface OpenedBy {
  readonly paymentMethod: PaymentMethod;
  readonly appId: string;
}

/** The account that opened a row. null: its keys are not here, so that nothing can be learned or done about the row now. */
export function accountOf({ paymentMethod, appId }: OpenedBy): MerchantAccount | null {
  return (
    CHANNELS.get(paymentMethod)
      ?.accounts()
      .find(({ merchant }) => merchant.appId === appId) ?? null
  );
}

/** The same for what cannot wait. Throws ACCOUNT_ABSENT (503). */
export function presentAccountOf(row: OpenedBy): MerchantAccount {
  const account = accountOf(row);
  if (!account) throw new AppError("ACCOUNT_ABSENT", { detail: `no keys of ${row.appId}`, retryAfter: 60 });
  return account;
}

/** The apps of every account whose keys are here. */
export function presentApps(): string[] {
  return [...CHANNELS.values()].flatMap((channel) => channel.accounts().map(({ merchant }) => merchant.appId));
}
