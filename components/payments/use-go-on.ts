import { useEffect, useEffectEvent, type RefObject } from "react";
import { ACTIVITY_EVENTS } from "./activity.ts";

/** How long a success stays on the screen before the page goes on by itself, in ms. */
export const GO_ON_AFTER_MS = 2_000;

/**
 * Calls `goOn` (null: not yet) GO_ON_AFTER_MS later, counted while the page is visible. Not where the buyer has moved
 * into the dialog around `place`, with the pointer or by a key: then they decide.
 */
export function useGoOn(goOn: (() => void) | null, place: RefObject<HTMLElement | null>): void {
  const call = useEffectEvent(() => goOn?.());
  const isDue = goOn !== null;
  useEffect(() => {
    const dialog = place.current?.closest("[role=dialog]");
    if (!isDue || !dialog) return;
    const end = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(() => dialog.matches(":hover") || call(), GO_ON_AFTER_MS);
    };
    const stop = () => {
      clearTimeout(timer);
      end.abort();
    };
    for (const event of ACTIVITY_EVENTS) dialog.addEventListener(event, stop, { signal: end.signal });
    document.addEventListener("visibilitychange", wait, { signal: end.signal });
    wait();
    return stop;
  }, [isDue, place]);
}
