import { useEffect, useRef, useState } from "react";
import { paysInPlace, reserveWindow, sendToCashier } from "./cashier-window.ts";

/** closed: no open window is visible. This proves nothing: a cashier may cut its opener. */
export type CashierState = "none" | "open" | "closed" | "blocked";

export interface Cashier {
  readonly state: CashierState;
  /** Inside the click, before the order is asked for. */
  readonly reserve: () => void;
  readonly goTo: (payUrl: string) => void;
  /** There will be no cashier: the empty window goes away. */
  readonly dismiss: () => void;
}

const LOOK_EVERY_MS = 500;

/** One cashier window at a time, and whether it is still there. */
export function useCashier(): Cashier {
  const [state, setState] = useState<CashierState>("none");
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
      reserved.current = paysInPlace() ? null : reserveWindow();
    },
    goTo: (payUrl) => {
      if (paysInPlace()) return window.location.assign(payUrl);
      if (reserved.current) sendToCashier(reserved.current, payUrl);
      setState(reserved.current ? "open" : "blocked");
    },
    dismiss: () => reserved.current?.close(),
  };
}
