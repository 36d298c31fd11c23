import { createHash } from "node:crypto";
import type { InvoiceView, RequestInvoiceBody } from "../contracts/invoices.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanText } from "../core/money.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { newInvoiceSn } from "../ids.ts";
import { guardOrders, insertInvoice, type NewLine } from "./parts.ts";
import { invoiceable, MAX_INVOICE_FEN } from "./rules.ts";
import { findInvoice, findInvoiceByKey, findOrdersToInvoice, type StoredInvoice, type StoredOrder } from "./store.ts";
import { invoiceView, WHY_NO_INVOICE } from "./view.ts";

export interface InvoiceRequest extends RequestInvoiceBody {
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

/**
 * The member asks for an invoice for orders of theirs (docs/rules.md R124). One commit: the request with its orders, each for what
 * was paid and did not go back. A repeat with the same key returns the invoice as it is now. Throws ORDER_NOT_FOUND (404),
 * ORDER_NOT_INVOICEABLE (409: which, and why), IDEMPOTENCY_KEY_REUSED (409), BUSY (503).
 */
export function requestInvoice(memberId: bigint, request: InvoiceRequest, context: Context): Promise<InvoiceView> {
  return retryOnConflict(async () => {
    // Load the orders first: if they are on the invoice of this key, the key lookup after it finds it.
    const orders = await findOrdersToInvoice(memberId, request.orderSns);
    const asked = await askedBefore(memberId, request);
    return invoiceView(asked ?? (await ask(memberId, orders, request, context)));
  });
}

function hashOf({ orderSns, kind, title, taxNumber, email }: InvoiceRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([orderSns, kind, title, taxNumber ?? null, email]))
    .digest("base64url");
}

async function askedBefore(memberId: bigint, request: InvoiceRequest): Promise<StoredInvoice | null> {
  if (request.requestKey === null) return null;
  const invoice = await findInvoiceByKey(memberId, request.requestKey);
  if (invoice && invoice.requestHash !== hashOf(request)) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  return invoice;
}

async function ask(
  memberId: bigint,
  orders: readonly StoredOrder[],
  request: InvoiceRequest,
  context: Context,
): Promise<StoredInvoice> {
  const { orderSns, kind, title, taxNumber = null, email, requestKey } = request;
  const { now } = context;
  if (orders.length < orderSns.length) throw new AppError("ORDER_NOT_FOUND");
  const lines = orders.map((order) => lineOf(order, now));
  const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0);
  if (amountFen > MAX_INVOICE_FEN)
    throw new AppError("ORDER_NOT_INVOICEABLE", { about: `一张发票最多 ${yuanText(MAX_INVOICE_FEN)} 元` });
  const invoiceSn = newInvoiceSn(now);
  const requestHash = requestKey === null ? null : hashOf(request);
  const commit = new Commit("requestInvoice");
  guardOrders(commit, orders);
  const titled = { kind, title, taxNumber, email };
  insertInvoice(commit, { invoiceSn, memberId, ...titled, amountFen, requestKey, requestHash }, lines, now);
  await commit.run();
  const made = await findInvoice(memberId, invoiceSn);
  invariant(made, "an invoice that was asked for is there");
  return made;
}

function lineOf(order: StoredOrder, now: Date): NewLine {
  const { orderId, orderSn } = order;
  const judged = invoiceable(order, now);
  if ("why" in judged) {
    const about = `${orderSn}，${WHY_NO_INVOICE[judged.why]}`;
    throw new AppError("ORDER_NOT_INVOICEABLE", { about, detail: judged.why });
  }
  return { orderId, orderSn, amountFen: judged.amountFen };
}
