import { createHash } from "node:crypto";
import { getAccount } from "../accounts/get-account.ts";
import { getReturnOrigins } from "../accounts/get-settings.ts";
import { hashOfLinkToken, tokenOfLink } from "../accounts/secret-keys.ts";
import { getOffer, planOfCode, type Wanted } from "../catalog/get-product.ts";
import { cycleOfWord } from "../contracts/catalog.ts";
import type { CheckoutRequest, ServiceCheckout } from "../contracts/service-checkout.ts";
import { AppError } from "../core/errors.ts";
import { productUrl } from "../core/product-url.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { env } from "../env.ts";
import { newCheckoutId } from "../ids.ts";
import { insertCheckoutSession } from "./parts.ts";
import { checkoutEnd, checkoutStatus } from "./rules.ts";
import { findCheckout, findCheckoutByRequest } from "./store.ts";

/** Who asks for a session, and for whom. */
export interface CheckoutMaker {
  readonly serviceKeyId: bigint;
  readonly memberId: bigint;
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

/**
 * Opens a checkout session for a customer. A repeat with the same key gets the answer of the first time. Up to five reads, one commit.
 * Throws VALIDATION_FAILED (400: an address that is not on a site of the settings), PRODUCT_NOT_FOUND, PLAN_NOT_FOUND,
 * TERM_NOT_FOUND (404), SALES_STOPPED, MEMBER_CLOSED, IDEMPOTENCY_KEY_REUSED (409).
 */
export function createCheckout(maker: CheckoutMaker, request: CheckoutRequest, now: Date): Promise<ServiceCheckout> {
  const requestHash = maker.requestKey === null ? null : hashOf(maker, request);
  return retryOnConflict(async () => {
    const made = await madeBefore(maker, requestHash);
    if (made) return made;
    const { successUrl, cancelUrl } = await checkedPlaces(request);
    if (!(await getAccount(maker.memberId))) throw new AppError("MEMBER_CLOSED");
    const wanted = await wantedOf(request.item);
    // What cannot be bought is refused here, and not on the page.
    await getOffer(wanted);
    const id = newCheckoutId();
    const expireTime = checkoutEnd(now);
    const { metadata = {} } = request;
    const tokenHash = hashOfLinkToken(tokenOfLink(id));
    const session = { ...maker, id, requestHash, tokenHash, ...goodsOf(wanted) };
    const commit = new Commit("createCheckout");
    insertCheckoutSession(commit, { ...session, successUrl, cancelUrl, metadata, expireTime }, now);
    await commit.run();
    return { id, url: urlOf(id), status: "open", orderSn: null, expireTime: expireTime.toISOString() };
  });
}

function hashOf({ memberId }: CheckoutMaker, { item, successUrl, cancelUrl, metadata }: CheckoutRequest): string {
  const words = Object.entries(metadata ?? {}).toSorted();
  const said = { memberId: String(memberId), item, successUrl, cancelUrl, words };
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url");
}

/** As it was answered then. A secret of the server that has changed since makes other addresses: then the key is used up. */
async function madeBefore(
  { serviceKeyId, requestKey }: CheckoutMaker,
  requestHash: string | null,
): Promise<ServiceCheckout | null> {
  const made = requestKey === null ? null : await findCheckoutByRequest(serviceKeyId, requestKey);
  if (!made) return null;
  const isSame = made.requestHash === requestHash && made.tokenHash === hashOfLinkToken(tokenOfLink(made.id));
  if (!isSame) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  const { id, expireTime } = made;
  return { id, url: urlOf(id), status: "open", orderSn: null, expireTime: expireTime.toISOString() };
}

/** Throws VALIDATION_FAILED (400) with each address that leads off the product's sites. */
async function checkedPlaces({ successUrl, cancelUrl }: CheckoutRequest) {
  const origins = await getReturnOrigins();
  const [success, cancel] = [successUrl, cancelUrl].map((text) => text && productUrl(text, origins));
  const message = "只能是设置里允许的网站的完整地址";
  const issues = [
    ...(success ? [] : [{ field: "successUrl", message }]),
    ...(cancelUrl === undefined || cancel ? [] : [{ field: "cancelUrl", message }]),
  ];
  if (!success || issues.length > 0) throw new AppError("VALIDATION_FAILED", { issues });
  return { successUrl: success, cancelUrl: cancel ?? null };
}

async function wantedOf(item: CheckoutRequest["item"]): Promise<Wanted> {
  if ("productId" in item) return { type: "CREDITS", productId: item.productId };
  return {
    type: "SUBSCRIPTION",
    planId: await planOfCode(item.planCode),
    billingCycle: cycleOfWord(item.billingCycle),
  };
}

function goodsOf(wanted: Wanted) {
  return wanted.type === "CREDITS"
    ? { productId: BigInt(wanted.productId), planId: null, billingCycle: null }
    : { productId: null, planId: BigInt(wanted.planId), billingCycle: wanted.billingCycle };
}

function urlOf(id: string): string {
  return `${env().appUrl}/checkout/${tokenOfLink(id)}`;
}

/** A session as the product's back end is told of it. Throws CHECKOUT_NOT_FOUND (404). One read. */
export async function showCheckout(id: string, now: Date): Promise<ServiceCheckout> {
  const session = await findCheckout(id);
  if (!session) throw new AppError("CHECKOUT_NOT_FOUND");
  const { expireTime, order, metadata } = session;
  const status = checkoutStatus(session, now);
  const orderSn = order?.orderSn ?? null;
  return { id, url: urlOf(id), status, orderSn, expireTime: expireTime.toISOString(), metadata };
}
