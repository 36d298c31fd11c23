import { PORTAL_LIFE_MS } from "../core/deadlines.ts";
import { isStaff } from "../core/roles.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import type { SessionClaims } from "./check-session.ts";
import { usePortalLink as usePart } from "./portal-parts.ts";
import { findPortalLink } from "./portal-store.ts";
import { hashOfLinkToken } from "./secret-keys.ts";
import { addSession, type Browser } from "./start-session.ts";

/** What somebody meets who comes by a link to the portal. */
export interface PortalDoor {
  readonly isOpen: boolean;
  /** Where the product wants its customer back. */
  readonly returnUrl: string | null;
}

/** Reads only: whoever looks at a link does not use it. null: there is none. One read. */
export async function lookAtPortalLink(token: string, now: Date): Promise<PortalDoor | null> {
  const link = await findPortalLink(hashOfLinkToken(token));
  return link && { isOpen: isUsable(link, now), returnUrl: link.returnUrl };
}

type StoredLink = NonNullable<Awaited<ReturnType<typeof findPortalLink>>>;

/** Somebody of the operator's people gets no session by it, nor does a closed account, whatever they were when it was made. */
function isUsable({ useTime, expireTime, status, role }: StoredLink, now: Date): boolean {
  return useTime === null && now < expireTime && status === "ACTIVE" && !isStaff(role);
}

/**
 * Uses a link to the portal: a session of its customer begins in this browser, in the place of the one that it had. One read, one
 * commit. null: the link was used, is over, or never was.
 */
export async function usePortalLink(token: string, browser: Browser, now: Date): Promise<SessionClaims | null> {
  const link = await findPortalLink(hashOfLinkToken(token));
  if (!link || !isUsable(link, now)) return null;
  const { memberId, sessionVersion, returnUrl } = link;
  const commit = new Commit("usePortalLink");
  usePart(commit, link.id, now);
  const expireTime = after(now, PORTAL_LIFE_MS);
  const sessionId = addSession(commit, { memberId, kind: "PORTAL", returnUrl, expireTime }, browser, now);
  return (await commit.attempt()) && { memberId, sessionId, sessionVersion };
}
