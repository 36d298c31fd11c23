"use client";

import { useEffect, useSyncExternalStore } from "react";

/** The token of the link by which a page was opened, by the path of the page. */
let kept: { readonly path: string; readonly token: string } | null = null;

function read(): string {
  const { hash, pathname } = window.location;
  const [, token] = /^#token=([\w-]+)$/.exec(hash) ?? [];
  if (token) kept = { path: pathname, token };
  return kept?.path === pathname ? kept.token : "";
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/**
 * What stands behind the # of a mailed link; "": nothing; null: not known yet, as in the first HTML. It leaves the address bar
 * and the history of the browser once it is read.
 */
export function useLinkToken(): string | null {
  const token = useSyncExternalStore(subscribe, read, () => null);
  useEffect(() => {
    if (token) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [token]);
  return token;
}
