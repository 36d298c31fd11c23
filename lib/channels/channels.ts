import { alipay } from "../alipay/channel.ts";
import { AppError } from "../core/errors.ts";
import type { PaymentMethod } from "../core/states.ts";
import type { Channel } from "./channel.ts";

/** The channels of this product, by the name that attempts, payments and refunds keep. */
export const CHANNELS = new Map<PaymentMethod, Channel>([[alipay.method, alipay]]);

/** The channel of a row. Throws GATEWAY_UNAVAILABLE (503) where it is one that we no longer have. */
export function channelOf({ paymentMethod }: { readonly paymentMethod: PaymentMethod }): Channel {
  const channel = CHANNELS.get(paymentMethod);
  if (!channel) throw new AppError("GATEWAY_UNAVAILABLE", { detail: `no channel ${paymentMethod}`, retryAfter: 60 });
  return channel;
}
