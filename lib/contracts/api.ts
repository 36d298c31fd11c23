import type { z } from "zod";
import { accountEndpoints } from "./accounts.ts";
import { adminOrderEndpoints } from "./admin-orders.ts";
import { alertEndpoints } from "./alerts.ts";
import { auditEndpoints } from "./audit.ts";
import { bookEndpoints } from "./books.ts";
import { catalogEndpoints } from "./catalog.ts";
import { catalogAdminEndpoints } from "./catalog-admin.ts";
import { checkoutEndpoints } from "./checkout.ts";
import { closingEndpoints } from "./closing.ts";
import { creditEndpoints } from "./credits.ts";
import { deskInvoiceEndpoints } from "./desk-invoices.ts";
import { deskRefundEndpoints } from "./desk-refunds.ts";
import { differenceEndpoints } from "./differences.ts";
import type { Access, Endpoint } from "./endpoint.ts";
import { exportEndpoints } from "./exports.ts";
import { findPaymentEndpoints } from "./find-payment.ts";
import { insightEndpoints } from "./insights.ts";
import { invoiceEndpoints } from "./invoices.ts";
import { jobEndpoints } from "./jobs.ts";
import { journalEndpoints } from "./journal.ts";
import { memberEndpoints } from "./members.ts";
import { membershipEndpoints } from "./membership.ts";
import { noticeEndpoints } from "./notices.ts";
import { operatorEndpoints } from "./operators.ts";
import { orderEndpoints } from "./orders.ts";
import { refundEndpoints } from "./refunds.ts";
import { salesEndpoints } from "./sales.ts";
import { serviceCheckoutEndpoints } from "./service-checkout.ts";
import { serviceCreditEndpoints } from "./service-credits.ts";
import { serviceCustomerEndpoints } from "./service-customers.ts";
import { serviceKeyEndpoints } from "./service-keys.ts";
import { serviceOrderEndpoints } from "./service-orders.ts";
import { servicePortalEndpoints } from "./service-portal.ts";
import { serviceWebhookEndpoints } from "./service-webhooks.ts";
import { settingsEndpoints } from "./settings.ts";
import { subscriptionEndpoints } from "./subscriptions.ts";
import { systemEndpoints } from "./system.ts";
import { webhookEndpoints } from "./webhooks.ts";

/** All JSON endpoints. Route, browser client and API document are derived from each entry. */
export const endpoints = {
  ...accountEndpoints,
  ...catalogEndpoints,
  ...catalogAdminEndpoints,
  ...salesEndpoints,
  ...orderEndpoints,
  ...findPaymentEndpoints,
  ...checkoutEndpoints,
  ...invoiceEndpoints,
  ...deskInvoiceEndpoints,
  ...refundEndpoints,
  ...deskRefundEndpoints,
  ...creditEndpoints,
  ...subscriptionEndpoints,
  ...noticeEndpoints,
  ...membershipEndpoints,
  ...adminOrderEndpoints,
  ...memberEndpoints,
  ...alertEndpoints,
  ...serviceKeyEndpoints,
  ...bookEndpoints,
  ...differenceEndpoints,
  ...closingEndpoints,
  ...auditEndpoints,
  ...exportEndpoints,
  ...insightEndpoints,
  ...journalEndpoints,
  ...jobEndpoints,
  ...settingsEndpoints,
  ...operatorEndpoints,
  ...webhookEndpoints,
  ...serviceWebhookEndpoints,
  ...systemEndpoints,
  ...serviceCustomerEndpoints,
  ...serviceCreditEndpoints,
  ...serviceOrderEndpoints,
  ...serviceCheckoutEndpoints,
  ...servicePortalEndpoints,
};

type Endpoints = typeof endpoints;

/** `POST /api/payment/cancel/[orderSn]`: the method and the folder of the route. */
export type EndpointName = keyof Endpoints;

/** The names of the endpoints that let these callers in. */
export type NameFor<A extends Access> = {
  [Name in EndpointName]: Endpoints[Name]["access"] extends A ? Name : never;
}[EndpointName];

export type AccessOf<Name extends EndpointName> = Endpoints[Name]["access"];

type SchemaPart = "params" | "query" | "body";
type SchemaOf<Name extends EndpointName, Part extends SchemaPart> =
  Endpoints[Name] extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? Schema : undefined;

/** What the handler is given: parsed. undefined: the endpoint takes none. */
export type ParsedOf<Name extends EndpointName, Part extends SchemaPart> =
  SchemaOf<Name, Part> extends z.ZodType ? z.output<SchemaOf<Name, Part>> : undefined;

/** What the handler gives, and what the caller gets. */
export type AnswerOf<Name extends EndpointName> = z.input<Endpoints[Name]["answer"]>;

/** Where the schema reads text (query, path), a number may be sent. */
type Sent<Value> = Value extends string ? (string extends Value ? Value | number : Value) : Value;
type SentFields<Schema> = Schema extends z.ZodType
  ? { readonly [Field in keyof z.input<Schema>]: Sent<z.input<Schema>[Field]> }
  : never;

/** A part that the endpoint does not take may not be given; one whose fields are all optional may be left out. */
type Given<Part extends string, Value> = [Value] extends [never]
  ? { readonly [P in Part]?: never }
  : Record<never, never> extends Value
    ? { readonly [P in Part]?: Value }
    : { readonly [P in Part]: Value };

/** What a caller sends. */
export type CallOf<Name extends EndpointName> = Given<"params", SentFields<SchemaOf<Name, "params">>> &
  Given<"query", SentFields<SchemaOf<Name, "query">>> &
  Given<"body", SchemaOf<Name, "body"> extends z.ZodType ? z.input<SchemaOf<Name, "body">> : never> &
  (Endpoints[Name] extends Pick<Required<Endpoint>, "idempotent">
    ? { readonly idempotencyKey?: string }
    : { readonly idempotencyKey?: never });
