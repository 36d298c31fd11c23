import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { renewCookie } from "./lib/auth/renew-cookie.ts";
import { AppError } from "./lib/core/errors.ts";
import { HOSTED_HEADER, isHosted } from "./lib/core/hosted.ts";
import { REFERENCE_PATH, REFERENCE_STYLES } from "./lib/core/reference.ts";
import { errorAnswer } from "./lib/http/answer.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "./lib/http/request-id.ts";

const BAD_ADDRESS = { field: "path", message: "地址里的转义不是文字" };

/**
 * The page policy: our own scripts by nonce, antd's style elements by nonce, its style attributes allowed because no
 * nonce can reach them (decision 4). React's development build evaluates code, production does not. The API reference has two
 * style elements more, by their digests (decision 71).
 */
function policy(nonce: string, path: string): string {
  const evaluation = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    ["style-src-elem 'self'", `'nonce-${nonce}'`, ...(path === REFERENCE_PATH ? REFERENCE_STYLES : [])].join(" "),
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

/** The escapes of an address decode to text. Next answers 500 to one whose do not (`/orders/%FF`). */
function isText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Gives every page its own nonce, policy and number, and its reader's cookie its next seven days. Never the lock: each handler authorises for itself. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  if (!isText(pathname)) return errorAnswer(new AppError("VALIDATION_FAILED", { issues: [BAD_ADDRESS] }), request);
  if (pathname.startsWith("/api/")) return NextResponse.next();
  const nonce = randomBytes(16).toString("base64");
  const headers = new Headers(request.headers);
  headers.set(REQUEST_ID_HEADER, requestIdOf(request));
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy(nonce, pathname));
  headers.set(HOSTED_HEADER, isHosted(pathname) ? "yes" : "no");
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy(nonce, pathname));
  response.headers.set("cache-control", "private, no-store");
  response.headers.set(REQUEST_ID_HEADER, requestIdOf(request));
  if (!isHosted(pathname)) await renewCookie(request, response.headers, new Date());
  return response;
}

// Every address that is not a file is a page, however it looks: so the files are named here, one by one, and a test
// compares the names with those that exist. Below /_next/static Next answers with a file or in plain text. Of the API
// only addresses with escapes come by here, which are next to none.
export const config = {
  matcher: [
    "/((?!api/|_next/static/.|(?:apple-icon\\.png|icon-192\\.png|icon-512\\.png|icon-maskable-512\\.png|icon\\.svg|llms\\.txt|manifest\\.webmanifest|robots\\.txt|scalar\\.js|share\\.png)$).*)",
    "/(api/.*%.*)",
  ],
};
