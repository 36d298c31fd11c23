import { randomUUID } from "node:crypto";
import vercel from "../../vercel.json" with { type: "json" };
import { anOrder, aPaidOrder } from "./builders.ts";
import { CATALOG_DOORS } from "./catalog-doors.ts";
import { ADMINS, type DoorRow } from "./door-row.ts";
import { CHECKOUT_DOORS, FORM_HEADERS } from "./checkout-doors.ts";
import { refundDoors } from "./desk-doors.ts";
import type { Knock } from "./doors.ts";
import { signByAlipay } from "./gateway.ts";
import { EVENT_DOORS, SERVICE_EVENT_DOORS } from "./event-doors.ts";
import { INVOICE_DOORS } from "./invoice-doors.ts";
import { MEMBER_DOORS } from "./member-doors.ts";
import { aNotice } from "./notices.ts";
import {
  aGivenUpOrder,
  aMismatch,
  aRefundInReview,
  aRefusedStray,
  anOutsideRefund,
  aStuckRefund,
  aReservation,
  anotherSession,
  type Premises,
} from "./premises.ts";
import { OPERATOR_DOORS } from "./operator-doors.ts";
import { REPORT_DOORS } from "./report-doors.ts";
import { NO_DOORS, SERVICE_DOORS } from "./service-doors.ts";

const ANYONE = "200 200 200 200 200 200";
const MEMBERS = "401 200 200 200 401 401";
/** Another member's order is 404, never 403. An admin on a member's endpoint is an ordinary member. */
const ITS_OWNER = "401 200 404 404 401 401";
const SCHEDULER = "401 401 401 401 200 401";
/** Only the owner has credits. */
const SPENDERS = "401 200 409 409 401 401";

const NO_LINK = "400 400 400 400 400 400";

const theOrder = ({ order }: Premises): Knock => ({ params: { orderSn: order.orderSn } });
const anUnpaidOrder = async ({ owner, product }: Premises): Promise<Knock> => {
  const { orderSn } = await anOrder({ memberId: owner, wanted: product, now: new Date() });
  return { params: { orderSn } };
};
const aDeliveredOrder = async ({ owner, product }: Premises): Promise<Knock> => {
  const { orderSn } = await aPaidOrder({ memberId: owner, wanted: product, now: new Date() });
  return { params: { orderSn } };
};
const thePaidOrder = ({ paid }: Premises): Knock => ({ params: { orderSn: paid.orderSn } });
const aPage = (): Knock => ({ query: "pageNum=1&pageSize=20" });
const someRefunds = ({ paid }: Premises): Knock => ({
  query: `pageNum=1&pageSize=20&status=REVIEWING&orderSn=${paid.orderSn}`,
});

const anAddress = (): Knock => ({ body: { email: `${randomUUID()}@example.com` } });
const idempotent = (): Readonly<Record<string, string>> => ({ "idempotency-key": randomUUID() });

/** The authorisation matrix: every endpoint and its status per caller. A missing endpoint fails the tests. */
export const DOOR_BOOK: Readonly<Record<string, DoorRow>> = {
  ...REPORT_DOORS,
  ...OPERATOR_DOORS,
  ...EVENT_DOORS,
  ...SERVICE_EVENT_DOORS,
  ...INVOICE_DOORS,
  ...CHECKOUT_DOORS,
  ...NO_DOORS,
  ...SERVICE_DOORS,
  "GET /api/account": { answers: MEMBERS },
  // The members of the tests have no password that anybody could know.
  "POST /api/account/change-password": {
    answers: "401 400 400 400 401 401",
    good: () => ({ body: { currentPassword: "not the password", newPassword: "long enough" } }),
  },
  "POST /api/account/close": { answers: "401 400 400 400 401 401", good: () => ({ body: { password: "not it" } }) },
  "GET /api/account/closing": { answers: MEMBERS },
  // No mail has been sent, so no link is known.
  "POST /api/account/confirm": { answers: NO_LINK, good: () => ({ body: { token: "A".repeat(43) } }) },
  "GET /api/account/export": { answers: MEMBERS },
  "POST /api/account/request-confirmation": { answers: "401 404 404 404 401 401" },
  // The shop of the tests mails nothing.
  "POST /api/account/request-password": { answers: "401 404 404 404 401 401", good: anAddress },
  "POST /api/account/request-reset": { answers: ANYONE, good: anAddress },
  "POST /api/account/reset": {
    answers: NO_LINK,
    good: () => ({ body: { token: "A".repeat(43), password: "long enough" } }),
  },
  "GET /api/account/sessions": { answers: MEMBERS },
  "DELETE /api/account/sessions/[sessionId]": {
    answers: ITS_OWNER,
    good: async (premises) => ({ params: { sessionId: await anotherSession(premises) } }),
  },
  "POST /api/account/sign-out-everywhere": { answers: MEMBERS },
  "GET /api/admin/acceptance": { answers: ADMINS },
  "GET /api/admin/alerts": { answers: ADMINS, good: aPage },
  "POST /api/admin/alerts/[alertId]/close": {
    answers: ADMINS,
    good: async (premises) => ({ params: { alertId: await aMismatch(premises) } }),
  },
  "POST /api/admin/alerts/[alertId]/release": {
    answers: ADMINS,
    good: async (premises) => ({ params: { alertId: await aMismatch(premises) } }),
  },
  "POST /api/admin/alerts/[alertId]/book-refund": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { alertId: await anOutsideRefund(premises) },
      body: { reason: "在支付宝后台退过" },
    }),
  },
  "GET /api/admin/books": { answers: ADMINS },
  ...MEMBER_DOORS,
  "GET /api/admin/orders": {
    answers: ADMINS,
    good: ({ order }) => ({ query: `query=${order.orderSn}&before=1000000&pageSize=20` }),
  },
  "GET /api/admin/orders/[orderSn]": { answers: ADMINS, good: theOrder },
  "POST /api/admin/orders/[orderSn]/close": {
    answers: ADMINS,
    good: async (premises) => ({ ...(await anUnpaidOrder(premises)), body: { reason: "买家来电取消" } }),
  },
  "POST /api/admin/orders/[orderSn]/redeliver": {
    answers: ADMINS,
    good: async (premises) => ({ params: { orderSn: await aGivenUpOrder(premises) } }),
  },
  ...refundDoors(ADMINS, aDeliveredOrder),
  "POST /api/admin/orders/[orderSn]/sync": { answers: ADMINS, good: theOrder },
  ...CATALOG_DOORS,
  "GET /api/admin/refunds": { answers: ADMINS, good: someRefunds },
  "GET /api/admin/refunds/[refundId]": {
    answers: ADMINS,
    good: async (premises) => ({ params: { refundId: await aRefundInReview(premises) } }),
  },
  "POST /api/admin/refunds/[refundId]/resolve": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { refundId: await aStuckRefund(premises) },
      body: { outcome: "give-up", reason: "签约已经到期" },
    }),
  },
  "POST /api/admin/refunds/[refundId]/resend": {
    answers: ADMINS,
    good: async (premises) => ({ params: { refundId: await aRefusedStray(premises) } }),
  },
  "POST /api/admin/refunds/[refundId]/review": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { refundId: await aRefundInReview(premises) },
      body: { verdict: "reject", reason: "请先联系客服" },
    }),
  },
  "GET /api/admin/sales": { answers: ADMINS },
  "POST /api/admin/sales": { answers: ADMINS, good: () => ({ body: { isOpen: true, reason: "支付宝恢复了" } }) },
  "GET /api/admin/jobs": { answers: ADMINS },
  "GET /api/admin/today": { answers: ADMINS },
  "GET /api/alipay/return": {
    answers: "303 303 303 303 303 303",
    good: ({ order }) => ({ query: `out_trade_no=${order.orderSn}&trade_no=2026030122001400000000000001` }),
  },
  "POST /api/alipay/notify": {
    answers: ANYONE,
    good: async ({ owner, product }) => {
      const order = await anOrder({ memberId: owner, wanted: product, now: new Date() });
      return { raw: await signByAlipay(aNotice(order)), headers: FORM_HEADERS };
    },
  },
  "GET /api/auth/[...nextauth]": {
    answers: ANYONE,
    good: () => ({ params: { nextauth: ["session"] }, query: "callbackUrl=/orders" }),
  },
  // Without next-auth's CSRF token every sign-in is refused.
  "POST /api/auth/[...nextauth]": {
    answers: "302 302 302 302 302 302",
    good: () => ({
      params: { nextauth: ["callback", "credentials"] },
      body: { email: "somebody@example.com", password: "long enough", csrfToken: "none", callbackUrl: "/orders" },
    }),
  },
  "GET /api/catalog": { answers: ANYONE },
  "GET /api/credits/balance": { answers: MEMBERS },
  "POST /api/credits/commit": {
    answers: ITS_OWNER,
    good: async (premises) => ({ body: { bizId: await aReservation(premises), amount: 1 } }),
  },
  "POST /api/credits/consume": {
    answers: SPENDERS,
    good: () => ({ body: { amount: 1, bizId: randomUUID(), reason: "一张图" } }),
  },
  "GET /api/credits/ledger": { answers: MEMBERS, good: aPage },
  "POST /api/credits/release": {
    answers: ITS_OWNER,
    good: async (premises) => ({ body: { bizId: await aReservation(premises) } }),
  },
  "POST /api/credits/reserve": {
    answers: SPENDERS,
    good: () => ({ body: { amount: 1, bizId: randomUUID(), reason: "一件工作", leaseSeconds: 60 } }),
  },
  ...Object.fromEntries(vercel.crons.map(({ path }) => [`GET ${path}`, { answers: SCHEDULER }])),
  "GET /api/health": { answers: ANYONE, good: () => ({ query: "ready=1" }) },
  "GET /api/metrics": { answers: SCHEDULER },
  "GET /api/notices": { answers: MEMBERS, good: aPage },
  "POST /api/notices/read": { answers: MEMBERS, good: () => ({ body: { ids: [1] } }) },
  "GET /api/notices/unread": { answers: MEMBERS },
  "GET /api/openapi.json": { answers: ANYONE },
  "GET /llms.txt": { answers: ANYONE },
  "GET /api/sales": { answers: ANYONE },
  "GET /api/support": { answers: ANYONE },
  "POST /api/payment/cancel/[orderSn]": { answers: ITS_OWNER, good: anUnpaidOrder },
  "POST /api/payment/create-credits-order": {
    answers: MEMBERS,
    good: ({ product: { productId } }) => ({ body: { productId, returnUrl: "/credits" }, headers: idempotent() }),
  },
  "POST /api/payment/create-subscription-order": {
    answers: MEMBERS,
    good: ({ plan: { planId } }) => ({
      body: { planId, billingCycle: "monthly", returnUrl: "/subscription" },
      headers: idempotent(),
    }),
  },
  "POST /api/payment/find": {
    answers: ITS_OWNER,
    good: ({ order }) => ({ body: { number: order.orderSn } }),
  },
  "GET /api/payment/order-status/[orderSn]": { answers: ITS_OWNER, good: theOrder },
  "GET /api/payment/order/[orderSn]": { answers: ITS_OWNER, good: theOrder },
  "GET /api/payment/orders": {
    answers: MEMBERS,
    good: ({ order }) => ({
      query: `pageNum=1&pageSize=20&status=0&productType=2&startDate=2026-01-01&endDate=2026-12-31&orderSn=${order.orderSn}`,
    }),
  },
  "POST /api/payment/pay/[orderSn]": { answers: ITS_OWNER, good: theOrder },
  "POST /api/payment/refund/[orderSn]": {
    answers: ITS_OWNER,
    good: async (premises) => ({
      ...(await aDeliveredOrder(premises)),
      body: { reason: "不需要了" },
      headers: idempotent(),
    }),
  },
  "GET /api/payment/refund-quote/[orderSn]": { answers: ITS_OWNER, good: thePaidOrder },
  "GET /api/payment/refunds": { answers: MEMBERS, good: someRefunds },
  "POST /api/payment/sync/[orderSn]": { answers: ITS_OWNER, good: theOrder },
  "POST /api/register": {
    answers: ANYONE,
    good: () => ({ body: { email: `${randomUUID()}@example.com`, password: "long enough", name: "新人" } }),
  },
  "GET /api/subscription/current": { answers: MEMBERS },
  "GET /api/subscription/preview": {
    answers: MEMBERS,
    good: ({ plan: { planId } }) => ({ query: `planId=${planId}&billingCycle=yearly` }),
  },
};
