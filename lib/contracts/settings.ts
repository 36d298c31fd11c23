import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { words } from "./values.ts";

const settingsView = z
  .strictObject({ supportContact: words.nullable().describe("买家怎么找到客服；null：没有填") })
  .meta({ id: "Settings" });
export type SettingsView = z.infer<typeof settingsView>;

const saveSettingsBody = z.strictObject({
  supportContact: z.string().trim().min(1, "请填写，或留空").max(200, "最多 200 个字").nullable(),
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
    summary: "修改商店的设置；记入审计",
    body: saveSettingsBody,
    answer: settingsView,
  },
} satisfies EndpointTable;
