import { z } from "zod";
import { MEMBER_ROLES } from "../core/roles.ts";
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

export const changePasswordBody = z.strictObject({
  currentPassword: z.string().min(1, "请填写当前密码").max(128, "密码最多 128 位"),
  newPassword: passwordSchema,
});
export type ChangePasswordBody = z.infer<typeof changePasswordBody>;

const requestResetBody = z.strictObject({ email: emailSchema });
const requestPasswordBody = z.strictObject({ email: emailSchema });
const linkToken = z.string().min(1, "链接不完整").max(128, "链接不正确").describe("邮件里的链接 # 后面的 token");
const resetBody = z.strictObject({ token: linkToken, password: passwordSchema });
export type ResetBody = z.infer<typeof resetBody>;

const accountView = z
  .strictObject({
    email: z.string().nullable().describe("null：来自产品后端的客户，没有自己的邮箱"),
    name: z.string(),
    createTime: instant,
    canMail: z.boolean().describe("这家商店会不会发邮件；不会时没有确认邮箱这回事"),
    isConfirmed: z.boolean().describe("邮箱确认过了。没有确认的邮箱只收款项回执和确认邮件"),
    hasPassword: z.boolean().describe("能用邮箱和密码登录；不能的，从产品来"),
  })
  .meta({ id: "Account" });
export type AccountView = z.infer<typeof accountView>;

export const memberView = z.strictObject({
  id: idSchema,
  email: z.string().nullable().describe("null：来自产品后端的客户，没有自己的邮箱"),
  name: z.string(),
  role: z.enum(MEMBER_ROLES),
});
export type MemberView = z.infer<typeof memberView>;

export const sessionView = z
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
  "GET /api/account": { access: "member", summary: "自己的账户", answer: accountView },
  "POST /api/account/change-password": {
    access: "member",
    summary: "修改密码；提出请求的这台留着，其他设备全部退出",
    body: changePasswordBody,
    answer: z.strictObject({ ended: count.describe("退出了多少台") }),
    errors: ["WRONG_PASSWORD", "TOO_MANY_REQUESTS"],
  },
  "POST /api/account/request-reset": {
    access: "public",
    summary: "请求一封重设密码的邮件；不论邮箱有没有注册，回答都一样",
    body: requestResetBody,
    answer: z.null(),
    errors: ["TOO_MANY_REQUESTS"],
  },
  "POST /api/account/reset": {
    access: "public",
    summary: "用邮件里的链接设置新密码；一封一次，所有设备都退出，邮箱算作确认过",
    body: resetBody,
    answer: z.null(),
    errors: ["LINK_INVALID", "EMAIL_TAKEN", "TOO_MANY_REQUESTS"],
  },
  "POST /api/account/request-password": {
    access: "member",
    summary: "没有密码的账户请求一封设置密码的邮件；链接用过之后，这个邮箱才是账户的",
    body: requestPasswordBody,
    answer: z.null(),
    errors: ["HAS_PASSWORD", "NOT_FOUND", "TOO_MANY_REQUESTS"],
  },
  "POST /api/account/request-confirmation": {
    access: "member",
    summary: "再要一封确认邮箱的邮件",
    answer: z.null(),
    errors: ["ADDRESS_CONFIRMED", "NOT_FOUND", "TOO_MANY_REQUESTS"],
  },
  "POST /api/account/confirm": {
    access: "public",
    summary: "用邮件里的链接确认邮箱；一封一次",
    body: z.strictObject({ token: linkToken }),
    answer: z.null(),
    errors: ["LINK_INVALID", "TOO_MANY_REQUESTS"],
  },
} satisfies EndpointTable;
