import { env } from "../env.ts";

/** Over https the name itself forbids the cookie to leave this host (ASVS 3.3.3). */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().appUrl.startsWith("https:");
  return { name: secure ? "__Host-zhangfang.session" : "zhangfang.session", secure };
}
