import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { words } from "./values.ts";

const settingsView = z
  .strictObject({
    shopName: words.nullable().describe("商店的名字；null：没有填，就叫账房"),
    supportContact: words.nullable().describe("买家怎么找到客服；null：没有填"),
    termsUrl: words.nullable().describe("服务条款的地址"),
    privacyUrl: words.nullable().describe("隐私政策的地址"),
    filingNumber: words.nullable().describe("网站备案号"),
    summaryHour: z.int().nullable().describe("北京时间几点以后发前一天的小结；null：不发"),
  })
  .meta({ id: "Settings" });
export type SettingsView = z.infer<typeof settingsView>;

const text = (most: number) =>
  z.string().trim().min(1, "请填写，或留空").max(most, `最多 ${most} 个字`).nullable().exactOptional();
const address = z
  .url({ protocol: /^https$/, message: "请填写以 https:// 开头的地址，或留空" })
  .max(500, "最多 500 个字")
  .nullable()
  .exactOptional();

/** What is left out stays as it is; null: not set any more. */
const saveSettingsBody = z.strictObject({
  shopName: text(30),
  supportContact: text(200),
  termsUrl: address,
  privacyUrl: address,
  filingNumber: text(60),
  summaryHour: z
    .int("请选择 0 到 23 点")
    .min(0, "请选择 0 到 23 点")
    .max(23, "请选择 0 到 23 点")
    .nullable()
    .exactOptional(),
});
export type SaveSettings = z.infer<typeof saveSettingsBody>;

export const settingsEndpoints = {
  "GET /api/support": {
    access: "public",
    summary: "怎么找到客服",
    answer: z.strictObject({ contact: words.nullable().describe("null：商店没有填") }),
  },
  "GET /api/admin/settings": {
    access: "admin",
    permission: "settings:manage",
    summary: "商店的设置",
    answer: settingsView,
  },
  "PUT /api/admin/settings": {
    access: "admin",
    permission: "settings:manage",
    summary: "修改商店的设置，没有给出的不变；记入审计",
    body: saveSettingsBody,
    answer: settingsView,
  },
} satisfies EndpointTable;
