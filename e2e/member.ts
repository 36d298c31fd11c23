import { expect, type APIRequestContext } from "@playwright/test";
import { randomInt, randomUUID } from "node:crypto";
import type { BillingCycleWord, CatalogView } from "../lib/contracts/catalog.ts";
import type { CreditBalanceView } from "../lib/contracts/credits.ts";
import type { Page } from "../lib/contracts/envelope.ts";
import type { CashierView, OrderRow, OrderStatusView } from "../lib/contracts/orders.ts";
import type { CurrentSubscriptionView } from "../lib/contracts/subscriptions.ts";
import { DEMO_ACCOUNTS } from "../scripts/demo-accounts.ts";
import { payElsewhere } from "./sandbox.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What a member buys, by the names of the shop window. */
export type Goods = { readonly pack: string } | { readonly plan: string; readonly cycle: BillingCycleWord };

/** A member and what they do without clicking: over the same addresses and the same cookies as the pages. */
export class Member {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly #request: APIRequestContext;

  constructor(request: APIRequestContext, { email, password, name }: Credentials & { readonly name: string }) {
    this.#request = request;
    this.email = email;
    this.password = password;
    this.name = name;
  }

  /** A new member, signed in wherever `request` keeps its cookies. */
  static async join(request: APIRequestContext): Promise<Member> {
    const id = randomUUID().slice(0, 8);
    const member = new Member(request, { email: `${id}@buyer.test`, password: `pass-${id}`, name: `买家${id}` });
    const { email, password, name } = member;
    // The limit on registrations counts addresses: everybody comes from their own, as behind a proxy.
    const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
    const response = await request.post("/api/register", {
      data: { email, password, name },
      headers: { "x-forwarded-for": address },
    });
    expect(response.status()).toBe(200);
    await signIn(request, member);
    return member;
  }

  async #get<Data>(path: string): Promise<Data> {
    // The app closes a connection that was idle for 5 s, and may do so while a request is on its way. A read may be repeated.
    return dataOf<Data>(await this.#request.get(path, { maxRetries: 1 }));
  }

  async #post<Data>(path: string, data: object): Promise<Data> {
    return dataOf<Data>(await this.#request.post(path, { data }));
  }

  /** As the product's own backend knows the member. */
  async id(): Promise<number> {
    const session = await this.#request.get("/api/auth/session");
    return ((await session.json()) as { user: { id: number } }).user.id;
  }

  /** An order that waits to be paid. */
  async place(goods: Goods): Promise<CashierView> {
    const { creditProducts, plans } = await this.#get<CatalogView>("/api/catalog");
    if ("pack" in goods) {
      const productId = creditProducts.find(({ name }) => name === goods.pack)!.id;
      return this.#post("/api/payment/create-credits-order", { productId });
    }
    const planId = plans.find(({ name }) => name === goods.plan)!.id;
    return this.#post("/api/payment/create-subscription-order", { planId, billingCycle: goods.cycle });
  }

  /** An order that is paid, its goods delivered. */
  async buy(goods: Goods): Promise<CashierView> {
    const order = await this.place(goods);
    await payElsewhere(order.payUrl);
    await expect.poll(() => this.statusOf(order.orderSn)).toMatchObject({ status: 1, deliveryStatus: 1 });
    return order;
  }

  async spend(amount: number): Promise<void> {
    await this.#post("/api/credits/consume", { amount, bizId: randomUUID(), reason: "生成图片" });
  }

  async askBack(orderSn: string, reason: string): Promise<void> {
    await this.#post(`/api/payment/refund/${orderSn}`, { reason });
  }

  /** Asks for an invoice, as a company. */
  async askInvoice(orderSns: readonly string[], title: string): Promise<void> {
    await this.#post("/api/invoices", {
      ...{ orderSns, kind: "COMPANY", title, taxNumber: "9144030071526726XG", email: this.email },
    });
  }

  async cancel(orderSn: string): Promise<void> {
    await this.#post(`/api/payment/cancel/${orderSn}`, {});
  }

  statusOf(orderSn: string): Promise<OrderStatusView> {
    return this.#get(`/api/payment/order-status/${orderSn}`);
  }

  async orders(): Promise<OrderRow[]> {
    return (await this.#get<Page<OrderRow>>("/api/payment/orders")).list;
  }

  balance(): Promise<CreditBalanceView> {
    return this.#get("/api/credits/balance");
  }

  subscription(): Promise<CurrentSubscriptionView | null> {
    return this.#get("/api/subscription/current");
  }
}

async function dataOf<Data>(response: Awaited<ReturnType<APIRequestContext["get"]>>): Promise<Data> {
  if (!response.ok()) throw new Error(`${response.url()}: ${response.status()} ${await response.text()}`);
  return ((await response.json()) as { data: Data }).data;
}

/** The operator's people of the demo. */
export const ADMIN: Credentials = DEMO_ACCOUNTS.find(({ role }) => role === "ADMIN")!;
export const SUPPORT: Credentials = DEMO_ACCOUNTS.find(({ role }) => role === "SUPPORT")!;
export const FINANCE: Credentials = DEMO_ACCOUNTS.find(({ role }) => role === "FINANCE")!;

/** next-auth's own two steps: its token against forgery, then the credentials. */
export async function signIn(request: APIRequestContext, { email, password }: Credentials): Promise<void> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, email, password, json: "true" };
  const response = await request.post("/api/auth/callback/credentials", { form });
  expect(response.status()).toBe(200);
}
