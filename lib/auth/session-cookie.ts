import { env } from "../env.ts";

/** Over https the `__Host-` prefix binds the cookie to this host (ASVS 3.3.3). */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().appUrl.startsWith("https:");
  return { name: secure ? "__Host-zhangfang.session" : "zhangfang.session", secure };
}
