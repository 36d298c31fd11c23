import { useEffect, useSyncExternalStore } from "react";
import { isCashierWindow } from "./cashier-window.ts";
import { GO_ON_AFTER_MS } from "./use-go-on.ts";

const never = () => () => {};

/** Closing the cashier's own window leads back to the page that waits behind it. */
export function useIsCashierWindow(): boolean {
  return useSyncExternalStore(never, isCashierWindow, () => false);
}

/** Success closes the cashier's window, which only itself may do: it has no opener. A browser may still keep it open. */
export function useCloseWindow(isOver: boolean): void {
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => window.close(), GO_ON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
}
