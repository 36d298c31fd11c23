import type { Wanted } from "../catalog/get-product.ts";
import { createCheckout } from "../checkout/create-checkout.ts";
import { openCheckout } from "../checkout/open-checkout.ts";
import type { CheckoutRequest, ServiceCheckout } from "../contracts/service-checkout.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { aCreditProduct, aMember, NOW } from "./builders.ts";
import { query } from "./database.ts";
import { aServiceKey } from "./service.ts";

/** The product's own site, and the settings that allow it. */
export const PRODUCT = "https://app.example.com";

export async function allowProduct(): Promise<void> {
  await query(
    "insert into sys_settings (return_origins) values ($1) on conflict (id) do update set return_origins = $1",
    [[PRODUCT]],
  );
}

/** A service key of the product's, whose site the shop allows. */
export async function aBackEnd(): Promise<bigint> {
  await allowProduct();
  return (await aServiceKey()).id;
}

export interface CheckoutWish extends Partial<CheckoutRequest> {
  readonly memberId?: bigint;
  readonly serviceKeyId?: bigint;
  readonly wanted?: Wanted & { type: "CREDITS" };
  readonly requestKey?: string | null;
  readonly now?: Date;
}

/** A checkout session, made by the real verb; customer, key and pack are made where none are given. */
export async function aCheckout(wish: CheckoutWish = {}): Promise<ServiceCheckout & { memberId: bigint }> {
  const { requestKey = null, now = NOW, successUrl = `${PRODUCT}/done`, cancelUrl, metadata } = wish;
  const memberId = wish.memberId ?? (await aMember());
  const serviceKeyId = wish.serviceKeyId ?? (await aBackEnd());
  const item = wish.item ?? { productId: (wish.wanted ?? (await aCreditProduct())).productId };
  const request = { item, successUrl, ...(cancelUrl && { cancelUrl }), ...(metadata && { metadata }) };
  return { ...(await createCheckout({ serviceKeyId, memberId, requestKey }, request, now)), memberId };
}

/** What stands in a session's address. */
export function tokenIn({ url }: Pick<ServiceCheckout, "url">): string {
  return new URL(url).pathname.split("/").at(-1)!;
}

/** A session that a browser has opened: the session, and that browser. */
export async function anOpenCheckout(
  wish: CheckoutWish = {},
): Promise<ServiceCheckout & { memberId: bigint; caller: CheckoutCaller }> {
  const checkout = await aCheckout(wish);
  const caller = await openCheckout(tokenIn(checkout), () => null, wish.now ?? NOW);
  return { ...checkout, caller: caller! };
}
