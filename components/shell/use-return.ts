import { useEffect, useEffectEvent } from "react";

/**
 * Calls when the reader comes back: from another window, from another app (where a phone may say no "focus"), or by Back
 * to a page that was kept alive. One return may be several calls.
 */
export function useReturn(onReturn: () => void): void {
  const call = useEffectEvent(onReturn);
  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    window.addEventListener("focus", () => call(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || call(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && call(), { signal });
    return () => end.abort();
  }, []);
}
