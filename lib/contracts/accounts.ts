import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";

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

export const accountEndpoints = {
  "POST /api/register": {
    access: "public",
    summary: "注册",
    body: registerBody,
    answer: z.strictObject({ id: idSchema }),
    errors: ["EMAIL_TAKEN", "TOO_MANY_REQUESTS"],
  },
} satisfies EndpointTable;
