import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";

/**
 * The page policy: our own scripts by nonce, antd's style elements by nonce, its style attributes allowed because no
 * nonce can reach them (decision 4). React's development build evaluates code, production does not.
 */
function policy(nonce: string): string {
  const evaluation = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Gives every page its own nonce and policy. Never the lock: each handler authorises for itself. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy(nonce));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy(nonce));
  response.headers.set("cache-control", "private, no-store");
  return response;
}

// Files of ours stand at the root: an address like /orders/x.png is a page, and gets a page's policy.
export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|[^/]*\\.(?:svg|png|ico|webmanifest)$).*)"],
};
