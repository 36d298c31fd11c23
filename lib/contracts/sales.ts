import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { instant, words } from "./values.ts";

const alipay = z.enum(["ok", "failing"]).describe("failing：近两分钟多数调用没有回答，付款可能打不开或到账慢");

/** What a buyer should know before buying. */
const salesView = z
  .strictObject({ isOpen: z.boolean().describe("false：暂停售卖，已有的订单仍可付款"), alipay })
  .meta({ id: "Sales" });
export type SalesView = z.infer<typeof salesView>;

const adminSalesView = z
  .strictObject({
    ...salesView.shape,
    reason: words.nullable().describe("上次暂停或恢复的原因；null：从来没有动过"),
    switchTime: instant.nullable(),
    failingSince: instant.nullable().describe("支付宝从什么时候起不回答"),
  })
  .meta({ id: "AdminSales" });
export type AdminSalesView = z.infer<typeof adminSalesView>;

const switchSalesBody = z.strictObject({
  isOpen: z.boolean(),
  reason: z.string().trim().min(1, "请写明原因").max(200, "最多 200 个字"),
});
export type SwitchSales = z.infer<typeof switchSalesBody>;

export const salesEndpoints = {
  "GET /api/sales": { access: "public", summary: "商店是否在售卖，支付宝是否正常", answer: salesView },
  "GET /api/admin/sales": {
    access: "admin",
    permission: "today:read",
    summary: "售卖开关与支付宝的状态",
    answer: adminSalesView,
  },
  "POST /api/admin/sales": {
    access: "admin",
    permission: "sales:switch",
    summary: "暂停或恢复售卖；已有的订单不受影响",
    body: switchSalesBody,
    answer: adminSalesView,
  },
} satisfies EndpointTable;
