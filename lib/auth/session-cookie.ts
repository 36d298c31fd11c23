import { SESSION_IDLE_MS } from "../core/deadlines.ts";
import { SECOND_MS } from "../core/time.ts";
import { env } from "../env.ts";

/** A token and its cookie are over after this long; both are made anew while they are used. */
export const SESSION_SECONDS = SESSION_IDLE_MS / SECOND_MS;

/** Over https the `__Host-` prefix binds the cookie to this host (ASVS 3.3.3). */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().appUrl.startsWith("https:");
  return { name: secure ? "__Host-zhangfang.session" : "zhangfang.session", secure };
}

/** Whether an answer signs its browser in. */
export function givesSession(response: Response): boolean {
  return response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie().name}=`));
}
