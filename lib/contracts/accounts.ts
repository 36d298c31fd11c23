import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";
import { count, instant, words } from "./values.ts";

/** One address, normalised once: trimmed, lower case, no list, no display name. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("邮箱格式不正确"))
  .meta({ format: "email" });

const passwordSchema = z.string().min(8, "密码至少 8 位").max(128, "密码最多 128 位");

export const registerBody = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: z.string().trim().min(1, "请填写称呼").max(50, "称呼最多 50 个字").optional(),
});
export type RegisterBody = z.input<typeof registerBody>;

export const credentialsSchema = z.object({ email: emailSchema, password: z.string().min(1).max(128) });

export const memberView = z.strictObject({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  role: z.enum(["MEMBER", "ADMIN"]),
});
export type MemberView = z.infer<typeof memberView>;

const sessionView = z
  .strictObject({
    id: z.string(),
    device: words.describe("浏览器自己说的设备与程序"),
    isCurrent: z.boolean().describe("就是提出这个请求的会话"),
    createTime: instant.describe("登录的时间"),
    lastSeenTime: instant.describe("最近使用的时间，最多相差一小时"),
    expireTime: instant.describe("不再使用时，到这个时间自动退出"),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof sessionView>;

export const accountEndpoints = {
  "POST /api/register": {
    access: "public",
    summary: "注册",
    body: registerBody,
    answer: z.strictObject({ id: idSchema }),
    errors: ["EMAIL_TAKEN", "TOO_MANY_REQUESTS"],
  },
  "GET /api/account/sessions": {
    access: "member",
    summary: "登录着的设备，最近使用的在前",
    answer: z.array(sessionView),
  },
  "DELETE /api/account/sessions/[sessionId]": {
    access: "member",
    summary: "退出一台设备",
    params: z.strictObject({ sessionId: z.string().regex(/^[\w-]{22}$/, "会话编号格式不正确") }),
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
  "POST /api/account/sign-out-everywhere": {
    access: "member",
    summary: "退出其他全部设备；提出请求的这台留着",
    answer: z.strictObject({ ended: count.describe("退出了多少台") }),
  },
} satisfies EndpointTable;
