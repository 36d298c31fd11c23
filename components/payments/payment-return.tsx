"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { OrderDetail } from "@/lib/contracts/orders.ts";
import { orderQuery } from "../orders/queries.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { DesktopCashier } from "./desktop-cashier.tsx";
import { isWaiting } from "./outcome.ts";
import { OutcomeNotice, WhereNext } from "./outcome-screen.tsx";
import styles from "./payment-return.module.css";
import { goodsOf } from "./purchase.ts";
import { GO_ON_AFTER_MS } from "./use-go-on.ts";
import { Unasked } from "./unasked.tsx";
import { useCloseWindow, useIsCashierWindow } from "./use-cashier-window.ts";
import { usePaymentState, type PaymentState } from "./use-payment-state.ts";

/** Where Alipay sends the buyer back to. Coming back proves nothing: the page asks, and shows what the server knows. */
export function PaymentReturn({ orderSn }: { orderSn: string }) {
  const { data: order, error, refetch, dataUpdatedAt } = useQuery(orderQuery(orderSn));
  return (
    <>
      <h1 className="visually-hidden">付款结果</h1>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : order ? (
        <Returned order={order} since={dataUpdatedAt} />
      ) : (
        <Loading label="正在读取订单" />
      )}
    </>
  );
}

function Returned({ order, since }: { order: OrderDetail; since: number }) {
  const state = usePaymentState(order, since);
  const isOwnWindow = useIsCashierWindow();
  const goesOn = order.returnPath !== null && state.outcome === "delivered" && !isOwnWindow;
  useAskOnce(state);
  useFollowPath(goesOn ? order.returnPath : null);
  useCloseWindow(isOwnWindow && state.outcome === "delivered");
  return (
    <div className={styles.sheet}>
      <OutcomeNotice outcome={state.outcome} title={order.productName}>
        {isWaiting(state.outcome) && (
          <Button type="primary" loading={state.isAsking} onClick={state.follow}>
            再查一次
          </Button>
        )}
        {isOwnWindow ? (
          <Button onClick={() => window.close()}>关闭此窗口，回到原来的页面</Button>
        ) : (
          order.returnPath !== null && <LinkButton href={order.returnPath}>{goesOn ? "马上继续" : "返回"}</LinkButton>
        )}
        <WhereNext outcome={state.outcome} goods={goodsOf(order)} orderSn={order.orderSn} />
        {order.payable && isWaiting(state.outcome) && <DesktopCashier orderSn={order.orderSn} />}
      </OutcomeNotice>
      <dl className={styles.facts}>
        <dt>订单号</dt>
        <dd translate="no">{order.orderSn}</dd>
      </dl>
      {state.error && <Unasked error={state.error} orderSn={order.orderSn} />}
    </div>
  );
}

/** Alipay's notice may still be on its way, so the first question goes to Alipay at once. */
function useAskOnce({ ask }: PaymentState): void {
  useEffect(ask, []); // eslint-disable-line react-hooks/exhaustive-deps -- once, when the page opens
}

function useFollowPath(path: string | null): void {
  const router = useRouter();
  useEffect(() => {
    if (path === null) return;
    const timer = setTimeout(() => router.replace(path), GO_ON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [path, router]);
}
