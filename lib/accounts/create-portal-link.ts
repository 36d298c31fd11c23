import { createHash } from "node:crypto";
import type { PortalRequest, PortalSession } from "../contracts/service-portal.ts";
import { AppError } from "../core/errors.ts";
import { PORTAL_LINK_MS } from "../core/deadlines.ts";
import { productUrl } from "../core/product-url.ts";
import { isStaff } from "../core/roles.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { env } from "../env.ts";
import { newPortalId } from "../ids.ts";
import { getReturnOrigins } from "./get-settings.ts";
import { insertPortalLink } from "./portal-parts.ts";
import { findPortalLinkByRequest } from "./portal-store.ts";
import { hashOfLinkToken, tokenOfLink } from "./secret-keys.ts";
import { findMember } from "./store.ts";

/** Who asks for a link, and for whom. */
export interface PortalMaker {
  readonly serviceKeyId: bigint;
  readonly memberId: bigint;
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

/**
 * Makes a link by which a customer comes to their own orders and credits, once and for five minutes (docs/rules.md R156). A repeat with
 * the same key gets the same link. Up to three reads, one commit. Throws VALIDATION_FAILED (400: an address that is not on a site of the
 * settings), MEMBER_CLOSED (409), FORBIDDEN (403: one of the operator's people), IDEMPOTENCY_KEY_REUSED (409).
 */
export function createPortalLink(maker: PortalMaker, request: PortalRequest, now: Date): Promise<PortalSession> {
  const { memberId, requestKey, serviceKeyId } = maker;
  const requestHash = requestKey === null ? null : hashOf(maker, request);
  return retryOnConflict(async () => {
    const made = requestKey === null ? null : await findPortalLinkByRequest(serviceKeyId, requestKey);
    if (made) {
      const isSame = made.requestHash === requestHash && made.tokenHash === hashOfLinkToken(tokenOfLink(made.id));
      if (!isSame) throw new AppError("IDEMPOTENCY_KEY_REUSED");
      return portalSession(made.id, made.expireTime);
    }
    const returnUrl = await checkedPlace(request.returnUrl);
    const member = await findMember(memberId);
    if (member?.status !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
    if (isStaff(member.role)) throw new AppError("FORBIDDEN");
    const id = newPortalId();
    const [tokenHash, expireTime] = [hashOfLinkToken(tokenOfLink(id)), after(now, PORTAL_LINK_MS)];
    const commit = new Commit("createPortalLink");
    insertPortalLink(commit, { ...maker, id, requestHash, tokenHash, returnUrl, expireTime }, now);
    await commit.run();
    return portalSession(id, expireTime);
  });
}

function hashOf({ memberId }: PortalMaker, { returnUrl }: PortalRequest): string {
  return createHash("sha256")
    .update(JSON.stringify({ memberId: String(memberId), returnUrl }))
    .digest("base64url");
}

async function checkedPlace(text: string | undefined): Promise<string | null> {
  if (text === undefined) return null;
  const url = productUrl(text, await getReturnOrigins());
  if (url !== null) return url;
  const issues = [{ field: "returnUrl", message: "只能是设置里允许的网站的完整地址" }];
  throw new AppError("VALIDATION_FAILED", { issues });
}

function portalSession(id: string, expireTime: Date): PortalSession {
  return { url: `${env().appUrl}/portal/${tokenOfLink(id)}`, expireTime: expireTime.toISOString() };
}
