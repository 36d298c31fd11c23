import { Commit } from "../db/commit.ts";
import { newSessionId } from "../ids.ts";
import { endSession, insertSession, type NewSession } from "./parts.ts";
import { sessionEnd } from "./rules.ts";

/** The browser that signs in. */
export interface Browser {
  readonly userAgent: string;
  /** The session that its cookie names until now, whoever's it is; the new one takes its place. */
  readonly sessionId: string | null;
}

/** Of what a browser says of itself, enough to tell devices apart. */
const USER_AGENT_KEPT = 300;

/** A member has signed in: the id of the new session. The one that the browser had ends with the same commit. */
export async function startSession(memberId: bigint, browser: Browser, now: Date): Promise<string> {
  const commit = new Commit("startSession");
  const begun = { memberId, kind: "SIGN_IN", returnUrl: null, expireTime: sessionEnd(now, now) } as const;
  const id = addSession(commit, begun, browser, now);
  await commit.run();
  return id;
}

/** The same as parts of a commit, of either kind: the id of the new session. */
export function addSession(
  commit: Commit,
  session: Omit<NewSession, "id" | "userAgent">,
  browser: Browser,
  now: Date,
): string {
  const id = newSessionId();
  insertSession(commit, { ...session, id, userAgent: browser.userAgent.slice(0, USER_AGENT_KEPT) }, now);
  if (browser.sessionId !== null) endSession(commit, browser.sessionId, now);
  return id;
}
