"use client";

import dynamic from "next/dynamic";
import { useEffect, useState, type ReactNode } from "react";
import { ACTIVITY_EVENTS } from "./activity.ts";
import { useVisit } from "../shell/visit.tsx";
import { payPath, type Purchase } from "./purchase.ts";

const load = () => import("./payment-dialog.tsx").then((module) => module.PaymentDialog);

/** Who only looks does not pay for it: the dialog comes when a hand moves, so that it is there when it is wanted. */
const PaymentDialog = dynamic(load, { ssr: false });

/**
 * `pay` opens the dialog for a purchase; `dialog` goes anywhere into the page. Where the cashier does not open, an order that
 * exists is led to its page instead, which says how to pay it.
 */
export function usePaymentDialog(): { pay: (purchase: Purchase) => void; dialog: ReactNode } {
  const [opening, setOpening] = useState({ id: 0, isOpen: false, purchase: null as Purchase | null });
  const { webview } = useVisit();
  const open = (purchase: Purchase) => setOpening(({ id }) => ({ id: id + 1, isOpen: true, purchase }));
  const pay = (purchase: Purchase) => {
    const { order } = purchase;
    // By loading it: WeChat hands to a browser the address that was loaded, not the one that a script wrote (decision 26).
    if (webview && order.kind === "placed") window.location.assign(payPath(order.orderSn));
    else open(purchase);
  };
  useEffect(() => {
    const begin = new AbortController();
    const onActivity = () => {
      begin.abort();
      // Without it the click loads it, and says why it could not.
      load().catch(() => undefined);
    };
    for (const event of ACTIVITY_EVENTS) window.addEventListener(event, onActivity, { signal: begin.signal });
    return () => begin.abort();
  }, []);
  const { id, isOpen, purchase } = opening;
  return {
    pay,
    dialog: purchase && (
      <PaymentDialog
        key={id}
        isOpen={isOpen}
        purchase={purchase}
        onClose={() => setOpening((current) => ({ ...current, isOpen: false }))}
        onRestart={() => open(purchase)}
      />
    ),
  };
}
