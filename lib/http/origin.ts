import { AppError } from "../core/errors.ts";
import { LOOPBACK } from "../core/loopback.ts";
import { env } from "../env.ts";

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

/**
 * Where a caller wants to return to: a path of ours, or a whole address on a site that an admin allows (docs/rules.md R131), which is
 * asked for only then. null: nowhere. Throws VALIDATION_FAILED for any other place.
 */
export async function returnPlace(
  text: string | undefined,
  allowedOrigins: () => Promise<readonly string[]>,
): Promise<string | null> {
  if (text === undefined) return null;
  const url = URL.canParse(text, env().appUrl) ? new URL(text, env().appUrl) : null;
  if (url && !url.username && !url.password) {
    // A path of two slashes would be another host wherever it is used without ours.
    if (isOurs(url.origin) && !url.pathname.startsWith("//")) return url.pathname + url.search + url.hash;
    if (!isOurs(url.origin) && (await allowedOrigins()).includes(url.origin)) return url.href;
  }
  throw new AppError("VALIDATION_FAILED", {
    issues: [{ field: "returnUrl", message: "只能返回本站，或设置里允许的网站" }],
  });
}
