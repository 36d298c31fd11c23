import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { count, words } from "./values.ts";

const settingsView = z
  .strictObject({
    shopName: words.nullable().describe("商店的名字；null：没有填，就叫账房"),
    supportContact: words.nullable().describe("买家怎么找到客服；null：没有填"),
    termsUrl: words.nullable().describe("服务条款的地址"),
    privacyUrl: words.nullable().describe("隐私政策的地址"),
    filingNumber: words.nullable().describe("网站备案号"),
    mark: z.string().nullable().describe("标志的名字，图片在 `/api/mark/` 后面；null：没有设，用自带的"),
    refundAutoLimitFen: count.nullable().describe("超过多少分的退款等人审核；null：没有填，用 REFUND_AUTO_LIMIT_FEN"),
    creditsAloneLimit: count.nullable().describe("一个人一天之内独自最多给、扣多少积分；null：没有填，10000"),
    returnOrigins: z.array(z.string()).describe("付款之后可以把买家送回去的网站"),
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

const whole = (most: number) => {
  const message = `请填写 1 到 ${most} 的整数，或留空`;
  return z.int(message).min(1, message).max(most, message).nullable().exactOptional();
};

/** Of https, or of a program that is tried out on the reader's own machine. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return origin === text && (protocol === "https:" || (protocol === "http:" && isLoopback));
}

const MOST_RETURN_ORIGINS = 20;
const returnOrigins = z
  .array(
    z
      .string()
      .max(300, "最多 300 个字")
      .refine(isOrigin, "请填写网站的地址，到域名或端口为止，例如 https://app.example.com"),
  )
  .max(MOST_RETURN_ORIGINS, `最多 ${MOST_RETURN_ORIGINS} 个`)
  .refine((origins) => new Set(origins).size === origins.length, "有两个是一样的")
  .exactOptional();

/** What is left out stays as it is; null: not set any more. */
const saveSettingsBody = z.strictObject({
  shopName: text(30),
  supportContact: text(200),
  termsUrl: address,
  privacyUrl: address,
  filingNumber: text(60),
  refundAutoLimitFen: whole(5_000_000),
  creditsAloneLimit: whole(1_000_000),
  returnOrigins,
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
  "PUT /api/admin/settings/mark": {
    access: "admin",
    permission: "settings:manage",
    summary: "换商店的标志，或者撤下；记入审计",
    body: z.strictObject({
      png: z.base64("不是 base64").nullable().describe("PNG 图片，最多 12000 字节，边长最多 512；null：撤下"),
    }),
    answer: settingsView,
  },
  "GET /api/mark/[mark]": {
    access: "public",
    summary: "商店的标志；名字随图片改变，所以可以一直缓存",
    params: z.strictObject({ mark: z.string().regex(/^[\w-]{16}$/, "名字格式不正确") }),
    file: "image/png",
    answer: z.string(),
    errors: ["NOT_FOUND"],
  },
} satisfies EndpointTable;
