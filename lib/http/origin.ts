import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Ours, or, on a developer's machine, the same port under another name of the loopback. */
function isOurs(origin: string): boolean {
  const { appUrl } = env();
  if (origin === appUrl) return true;
  if (!URL.canParse(origin)) return false;
  const [given, own] = [new URL(origin), new URL(appUrl)];
  return (
    LOOPBACK.has(own.hostname) &&
    LOOPBACK.has(given.hostname) &&
    given.port === own.port &&
    given.protocol === own.protocol
  );
}

/**
 * Refuses a state change requested by a page of another site (FOREIGN_ORIGIN, 403). Browsers always name the origin of
 * such a request; a caller without these headers is not a browser and sends no victim's cookie.
 */
export function requireOwnOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin !== null ? !isOurs(origin) : site !== null && site !== "same-origin" && site !== "none")
    throw new AppError("FOREIGN_ORIGIN");
}

/** The path of ours that a caller wants to return to. Throws VALIDATION_FAILED for any other place. */
export function ownPath(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text, env().appUrl) ? new URL(text, env().appUrl) : null;
  // A path of two slashes would be another host wherever it is used without ours.
  if (!url || !isOurs(url.origin) || url.username || url.password || url.pathname.startsWith("//"))
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "returnUrl", message: "只能返回本站的地址" }] });
  return url.pathname + url.search + url.hash;
}
