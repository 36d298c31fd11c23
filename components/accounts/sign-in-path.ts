/** A path of this site ("/orders?status=0"); anything else, an address elsewhere above all, becomes the shop. */
export function ownPath(text: string | null | undefined): string {
  // A browser reads "//host" and "/\host" as another host, and drops tabs and line ends before it decides.
  return text && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : "/";
}

/** The sign-in page that comes back here. */
export function signInPath(callbackUrl: string): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl: ownPath(callbackUrl) })}`;
}

/** The page the reader is on, with its question mark. Only in the browser. */
export function currentPath(): string {
  return window.location.pathname + window.location.search;
}
