import { randomUUID } from "node:crypto";
import { checkoutCookie } from "../http/checkout-cookie.ts";
import { payCheckout } from "../checkout/pay-checkout.ts";
import { aCheckout, allowProduct, anOpenCheckout, PRODUCT, tokenIn } from "./checkout.ts";
import type { CheckoutCaller } from "../core/context.ts";
import type { DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";
import type { Premises } from "./premises.ts";

/** Whoever shows the cookie of a session is let in, and nobody else: no session, no key. */
const ITS_BROWSER = "200 200 200 200 200 200";
const GOES_ON = "303 303 303 303 303 303";
const BACK_ENDS = "401 401 401 401 401 200";

const idempotent = () => ({ "idempotency-key": randomUUID() });

const PRICE = 300;

/** The owner's session, as the browser has it that opened it. */
async function anOpened({ owner, product }: Premises): Promise<Knock> {
  const { id, caller } = await anOpenCheckout({ memberId: owner, wanted: product, now: new Date() });
  return { params: { sessionId: id }, headers: cookieOf(caller) };
}

/** The same, with an order that waits. */
async function anOrdered({ owner, product }: Premises): Promise<Knock> {
  const now = new Date();
  const { id, caller } = await anOpenCheckout({ memberId: owner, wanted: product, now });
  const wish = { paymentMethod: "alipay", cashierKind: "PAGE", sourceType: "PC", expectedAmount: PRICE } as const;
  await payCheckout(caller, wish, now);
  return { params: { sessionId: id }, headers: cookieOf(caller) };
}

/** As the browser shows it. */
export function cookieOf(caller: CheckoutCaller): { cookie: string } {
  return { cookie: checkoutCookie(caller).split(";")[0]! };
}

export const FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded" };

/** As a page's form comes. */
export function form(token: string): Knock {
  return { raw: new URLSearchParams({ token }).toString(), headers: FORM_HEADERS };
}

/** The rows of the door book about the hosted pages of a product's customers. */
export const CHECKOUT_DOORS: Readonly<Record<string, DoorRow>> = {
  "POST /api/checkout/open": {
    answers: GOES_ON,
    good: async ({ owner, product }) =>
      form(tokenIn(await aCheckout({ memberId: owner, wanted: product, now: new Date() }))),
  },
  // A link that nobody has made, because one that opens would sign the caller out.
  "POST /api/portal/open": { answers: GOES_ON, good: () => form("A".repeat(43)) },
  "GET /api/checkout/[sessionId]": { answers: ITS_BROWSER, good: anOpened },
  "POST /api/checkout/[sessionId]/pay": {
    answers: ITS_BROWSER,
    good: async (premises) => ({
      ...(await anOpened(premises)),
      query: "cashier=PAGE",
      body: { expectedAmount: PRICE },
    }),
  },
  "GET /api/checkout/[sessionId]/status": { answers: ITS_BROWSER, good: anOrdered },
  "POST /api/checkout/[sessionId]/ask": { answers: ITS_BROWSER, good: anOrdered },
  "POST /api/checkout/[sessionId]/cancel": { answers: ITS_BROWSER, good: anOrdered },
  "POST /api/v1/checkout-sessions": {
    answers: "401 401 401 401 401 201",
    good: async ({ customer: { customerId }, product }) => {
      await allowProduct();
      const item = { productId: product.productId };
      const metadata = { cart: "7" };
      return { body: { customerId, item, successUrl: PRODUCT, cancelUrl: PRODUCT, metadata }, headers: idempotent() };
    },
  },
  "GET /api/v1/checkout-sessions/[id]": {
    answers: BACK_ENDS,
    good: async ({ owner, product }) => ({
      params: { id: (await aCheckout({ memberId: owner, wanted: product, now: new Date() })).id },
    }),
  },
  "POST /api/v1/portal-sessions": {
    answers: BACK_ENDS,
    good: async ({ customer: { customerId } }) => {
      await allowProduct();
      return { body: { customerId, returnUrl: PRODUCT }, headers: idempotent() };
    },
  },
};
