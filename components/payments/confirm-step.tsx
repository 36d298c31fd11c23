import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { CreateSubscriptionOrderBody } from "@/lib/contracts/orders.ts";
import { REFUND_WINDOW_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { ApiError } from "../data/api-client.ts";
import { useVisit } from "../shell/visit.tsx";
import { purchasePreviewQuery } from "../subscriptions/queries.ts";
import { Refusal } from "../ui/callout.tsx";
import { AlipayNotice } from "./alipay-notice.tsx";
import { Bill } from "./bill.tsx";
import styles from "./payment-dialog.module.css";
import { purchasePath, type Purchase } from "./purchase.ts";
import { APP_NAMES } from "./way-out.ts";

interface ConfirmStepProps {
  purchase: Purchase;
  isBusy: boolean;
  error: Error | null;
  onConfirm: () => void;
}

export function ConfirmStep({ purchase, isBusy, error, onConfirm }: ConfirmStepProps) {
  const { order } = purchase;
  const { webview } = useVisit();
  const hasNewPrice = error instanceof ApiError && error.code === "PRICE_CHANGED";
  return (
    <>
      <Bill purchase={purchase} amount={purchase.amount} {...(order.kind === "placed" ? { order } : {})} />
      {order.kind === "subscription" && <Effect body={order.body} />}
      <AlipayNotice />
      {error && <Refusal error={error} otherwise="收银台没有打开，请重试" backTo={purchasePath(purchase)} />}
      {hasNewPrice && (
        <Button size="large" block onClick={() => window.location.reload()}>
          刷新页面，看新的价格
        </Button>
      )}
      {/* Ignores the second click of a double click that opened this step. */}
      {!hasNewPrice && (
        <Button type="primary" size="large" block loading={isBusy} onClick={({ detail }) => detail < 2 && onConfirm()}>
          {error ? "重试支付" : webview ? "提交订单，到浏览器付款" : "去支付宝付款"}
        </Button>
      )}
      <p className={styles.hint}>
        <span>
          {webview ? `支付宝的付款页在${APP_NAMES[webview.app]}里打不开，下一页告诉你怎么做。` : "付款页由支付宝提供。"}
        </span>
        <span>{`付款后 ${spanText(REFUND_WINDOW_MS)}内可申请退款。`}</span>
      </p>
    </>
  );
}

/** What the plan will do to the plans that run; if the request fails, the note is omitted. */
function Effect({ body }: { body: CreateSubscriptionOrderBody }) {
  const { data } = useQuery(purchasePreviewQuery(body));
  if (!data) return null;
  return (
    <p className={styles.state}>
      <span>{data.text}</span>
      {data.note && <span className={styles.note}>{data.note}</span>}
    </p>
  );
}
