"use client";

import { Button } from "antd";
import type { OrderDetail } from "@/lib/contracts/orders.ts";
import type { Webview } from "@/lib/core/webview.ts";
import { useMember } from "../shell/member.tsx";
import { useVisit } from "../shell/visit.tsx";
import { Refusal } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Countdown } from "./countdown.tsx";
import { endedUnpaid, isWaiting } from "./outcome.ts";
import { GoodsLink, OutcomeNotice } from "./outcome-screen.tsx";
import styles from "./pay-elsewhere.module.css";
import { goodsOf, payPath } from "./purchase.ts";
import { POLL_FOR_MS } from "./queries.ts";
import { usePaymentState, type PaymentState } from "./use-payment-state.ts";
import { WayOutGuide } from "./way-out-guide.tsx";

interface PayElsewhereProps {
  order: OrderDetail;
  webview: Webview;
  /** ms, the server's clock: when the order was read. */
  since: number;
}

/** An order that waits in a program where the cashier does not open: how to pay it in a browser, and, once that is done, the result. */
export function PayElsewhere({ order, webview, since }: PayElsewhereProps) {
  // On a desk the page stays in sight beside the browser: it looks until the order has had the time to expire.
  const state = usePaymentState(order, since, Date.parse(order.expireTime) + POLL_FOR_MS);
  const { outcome } = state;
  return (
    <section className={styles.sheet} aria-label="付款">
      {isWaiting(outcome) ? (
        <>
          {outcome !== "overdue" && <Guide orderSn={order.orderSn} webview={webview} />}
          <Waiting order={order} since={since} state={state} />
        </>
      ) : (
        <OutcomeNotice outcome={outcome} title={order.productName}>
          <GoodsLink outcome={outcome} goods={goodsOf(order)} />
          {endedUnpaid(outcome) && (
            <LinkButton href="/" type="primary">
              重新下单
            </LinkButton>
          )}
          <LinkButton href="/orders">支付记录</LinkButton>
        </OutcomeNotice>
      )}
    </section>
  );
}

function Guide({ orderSn, webview }: { orderSn: string; webview: Webview }) {
  const { shopUrl } = useVisit();
  const member = useMember();
  return (
    <WayOutGuide webview={webview} link={shopUrl + payPath(orderSn)}>
      {member?.email && <p className={styles.hint}>{`在浏览器里用 ${member.email} 登录，就会回到这笔订单。`}</p>}
    </WayOutGuide>
  );
}

function Waiting({ order, since, state }: { order: OrderDetail; since: number; state: PaymentState }) {
  const isOverdue = state.outcome === "overdue";
  return (
    <div className={styles.waiting}>
      <p role="status" aria-live="polite">
        {isOverdue
          ? "付款时间已过，正在等支付宝确认。若已扣款，会照常发放。"
          : "订单已为你保留。付款后，这里会自动显示结果。"}
      </p>
      <dl className={styles.facts}>
        <dt>订单号</dt>
        <dd translate="no">{order.orderSn}</dd>
        <dt>剩余时间</dt>
        <dd>
          <Countdown expireTime={order.expireTime} since={since} />
        </dd>
      </dl>
      {state.error && (
        <Refusal
          type="warning"
          error={state.error}
          otherwise="没有查到付款结果，请重试"
          backTo={payPath(order.orderSn)}
        />
      )}
      <div className={styles.actions}>
        <Button type="primary" loading={state.isAsking} onClick={state.follow}>
          {isOverdue ? "再查一次" : "我已支付"}
        </Button>
        <LinkButton href="/">{isOverdue ? "重新下单" : "回到商店"}</LinkButton>
      </div>
    </div>
  );
}
