"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useVisit } from "../shell/visit.tsx";
import { Refusal } from "../ui/callout.tsx";
import { usePaymentCalls } from "./payment-calls.tsx";

/**
 * A second way to pay on a phone: the merchant may not have signed the phone cashier, which the buyer alone can see. Nothing
 * where the phone cashier is not what they get.
 */
export function DesktopCashier({ orderSn }: { orderSn: string }) {
  const { webview, hasPhoneCashier } = useVisit();
  const { again } = usePaymentCalls();
  const opening = useMutation({
    mutationFn: () => again(orderSn, "PAGE"),
    onSuccess: ({ payUrl }) => window.location.assign(payUrl),
  });
  if (webview || !hasPhoneCashier) return null;
  return (
    <>
      {opening.error && <Refusal error={opening.error} otherwise="没有打开，请重试" />}
      <Button type="link" loading={opening.isPending} onClick={() => opening.mutate()}>
        打不开？换电脑网页付款
      </Button>
    </>
  );
}
