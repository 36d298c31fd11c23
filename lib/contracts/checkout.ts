import { z } from "zod";
import { billingCycleWord } from "./catalog.ts";
import type { EndpointTable } from "./endpoint.ts";
import { orderSnSchema, queryText } from "./envelope.ts";
import { cashierView, orderStatusView } from "./orders.ts";
import { credits, instant, words, yuan } from "./values.ts";

export const checkoutId = z.string().regex(/^cs_[\w-]{22}$/, "不是付款会话的编号");
export const checkoutStatus = z
  .enum(["open", "paid", "expired", "cancelled"])
  .describe("open 可以付款 · paid 已付款 · expired 过期了 · cancelled 买家放弃了");

const checkoutView = z
  .strictObject({
    id: checkoutId,
    status: checkoutStatus,
    item: z
      .strictObject({
        goods: z.enum(["credits", "subscription"]),
        name: z.string(),
        amount: yuan,
        creditAmount: credits.nullable(),
        bonusCredits: credits.nullable(),
        billingCycle: billingCycleWord.nullable(),
      })
      .nullable()
      .describe("null：现在买不到"),
    obstacle: words.nullable().describe("为什么现在买不到"),
    order: z
      .strictObject({
        orderSn: orderSnSchema,
        payAmount: yuan,
        expireTime: instant,
        closeReason: z.string().nullable(),
        isWaiting: z.boolean().describe("还没有付款，也没有关闭"),
      })
      .nullable()
      .describe("算数的那笔订单：已付款的，或最近一笔；null：还没有"),
    payer: words.nullable().describe("为哪个账户付款，按商家给的称呼"),
    successUrl: z.url().describe("付款之后去哪里，已带上会话的编号"),
    backUrl: z.url().describe("不付款时回到哪里"),
  })
  .meta({ id: "Checkout" });
export type CheckoutView = z.infer<typeof checkoutView>;

/** The session is that of the cookie; the address says which of the browser's it is. */
const ofBrowser = { access: "checkout", params: z.strictObject({ sessionId: checkoutId }) } as const;

/** What the hosted page of a checkout session asks, in the browser that the session belongs to. */
export const checkoutEndpoints = {
  "GET /api/checkout/[sessionId]": {
    ...ofBrowser,
    summary: "付款会话：买什么，付了没有",
    answer: checkoutView,
  },
  "POST /api/checkout/[sessionId]/pay": {
    ...ofBrowser,
    summary: "去付款：下单，或者继续付还没付的那一笔",
    query: z.strictObject({ cashier: queryText(z.enum(["PAGE"])).describe("PAGE：要电脑付款页；默认按设备") }),
    body: z.strictObject({ expectedAmount: yuan.describe("买家看到的价格；与现在的不同就不下单") }),
    answer: cashierView,
    errors: [
      "PRODUCT_NOT_FOUND",
      "PLAN_NOT_FOUND",
      "TERM_NOT_FOUND",
      "PURCHASE_LIMIT_REACHED",
      "PRICE_CHANGED",
      "SALES_STOPPED",
      "CHECKOUT_OVER",
      "ORDER_NOT_PAYABLE",
      "TOO_MANY_REQUESTS",
      "TOO_MANY_OPEN_ORDERS",
      "ACCOUNT_ABSENT",
    ],
  },
  "GET /api/checkout/[sessionId]/status": {
    ...ofBrowser,
    summary: "订单的状态，只读",
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/checkout/[sessionId]/ask": {
    ...ofBrowser,
    summary: "现在就向支付宝追问还没付的订单",
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/checkout/[sessionId]/cancel": {
    ...ofBrowser,
    summary: "放弃付款：关闭还没付的订单，会话到此为止",
    answer: checkoutView,
    errors: ["ORDER_NOT_CANCELLABLE", "CHECKOUT_OVER", "GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT"],
  },
} satisfies EndpointTable;

/** What the page of a checkout session or of a portal link posts to open it. */
export const tokenForm = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/, "链接不完整") });
