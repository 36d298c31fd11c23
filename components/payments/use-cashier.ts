import { useEffect, useRef, useState } from "react";
import type { CashierView } from "@/lib/contracts/orders.ts";
import { useVisit } from "../shell/visit.tsx";
import { reserveWindow, sendToCashier } from "./cashier-window.ts";
import { usePaymentCalls } from "./payment-calls.tsx";

/**
 * before: the order is of before this page, whose cashier may have been paid at · closed: no open window is visible. This proves nothing: a cashier may cut its opener · here: the cashier takes the place of
 * this page · guide: it does not open in this program; the order's page, which says where, takes the place of this one.
 */
export type CashierState = "none" | "before" | "open" | "closed" | "blocked" | "here" | "guide";

export interface Cashier {
  readonly state: CashierState;
  /** Inside the click, before the order is asked for. */
  readonly reserve: () => void;
  readonly goTo: (order: CashierView) => void;
  /** There will be no cashier: the empty window goes away. */
  readonly dismiss: () => void;
}

const LOOK_EVERY_MS = 500;

/** One cashier at a time. On a desk it has a window of its own, and we see whether it is still there; on a phone that would only get lost. */
export function useCashier(begin: "none" | "before"): Cashier {
  const { webview, isPhone } = useVisit();
  const { payPath, returnPath } = usePaymentCalls();
  const [state, setState] = useState<CashierState>(begin);
  const reserved = useRef<Window | null>(null);

  useEffect(() => {
    if (state !== "open") return;
    const timer = setInterval(() => reserved.current?.closed && setState("closed"), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [state]);

  return {
    state,
    reserve: () => {
      reserved.current?.close();
      reserved.current = webview || isPhone ? null : reserveWindow();
    },
    goTo: ({ orderSn, payUrl }) => {
      if (webview) {
        setState("guide");
        return window.location.assign(payPath(orderSn));
      }
      if (isPhone) {
        setState("here");
        // Back from the cashier leads where the cashier itself leads to, not to a page that knows nothing of the order.
        window.history.replaceState(null, "", returnPath(orderSn));
        return window.location.assign(payUrl);
      }
      if (reserved.current) sendToCashier(reserved.current, payUrl);
      setState(reserved.current ? "open" : "blocked");
    },
    dismiss: () => reserved.current?.close(),
  };
}
