"use client";

import { Button } from "antd";
import { useEffect, type ReactNode } from "react";
import type { CheckoutView } from "@/lib/contracts/checkout.ts";
import { endedUnpaid, type Outcome } from "../payments/outcome.ts";
import { OutcomeNotice } from "../payments/outcome-screen.tsx";
import { useCloseWindow, useIsCashierWindow } from "../payments/use-cashier-window.ts";
import { GO_ON_AFTER_MS } from "../payments/use-go-on.ts";
import { ProductLink } from "../ui/product-link.tsx";

interface PaidOrNotProps {
  outcome: Outcome;
  title: string;
  checkout: Pick<CheckoutView, "successUrl" | "backUrl">;
  children: ReactNode;
}

/** What became of it, and the way back to the product: by itself once the goods are there, or once the buyer has given up. */
export function PaidOrNot({ outcome, title, checkout: { successUrl, backUrl }, children }: PaidOrNotProps) {
  const isOwnWindow = useIsCashierWindow();
  const isUnpaid = endedUnpaid(outcome);
  const isSettled = outcome === "delivered" || outcome === "cancelled";
  useGoTo(isSettled && !isOwnWindow ? (isUnpaid ? backUrl : successUrl) : null);
  useCloseWindow(isOwnWindow && outcome === "delivered");
  return (
    <OutcomeNotice outcome={outcome} title={title}>
      {children}
      {isOwnWindow ? (
        <Button onClick={() => window.close()}>关闭此窗口，回到原来的页面</Button>
      ) : (
        <ProductLink href={isUnpaid ? backUrl : successUrl} type={isUnpaid ? "default" : "primary"} />
      )}
    </OutcomeNotice>
  );
}

/** Leaves for the product a moment later; null: stays. */
function useGoTo(address: string | null): void {
  useEffect(() => {
    if (address === null) return;
    const timer = setTimeout(() => window.location.replace(address), GO_ON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [address]);
}
