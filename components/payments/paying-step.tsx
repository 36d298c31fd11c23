import { useEffect, useEffectEvent } from "react";
import { Button, Popconfirm } from "antd";
import { useVisit } from "../shell/visit.tsx";
import { Callout, Refusal } from "../ui/callout.tsx";
import { Bill } from "./bill.tsx";
import { CopyLink } from "./copy-link.tsx";
import { DesktopCashier } from "./desktop-cashier.tsx";
import type { Outcome } from "./outcome.ts";
import styles from "./payment-dialog.module.css";
import { usePaymentCalls } from "./payment-calls.tsx";
import type { Purchase } from "./purchase.ts";
import { useCancelOrder } from "./queries.ts";
import type { CashierState } from "./use-cashier.ts";
import { isSignedOut, Unasked } from "./unasked.tsx";
import type { OrderToPay } from "./use-payment.ts";
import type { PaymentState } from "./use-payment-state.ts";

interface PayingStepProps {
  purchase: Purchase;
  order: OrderToPay;
  state: PaymentState;
  cashier: CashierState;
  /** The cashier once more. */
  opening: { isBusy: boolean; error: Error | null; open: () => void };
}

export function PayingStep({ purchase, order, state, cashier, opening }: PayingStepProps) {
  const cancelling = useCancelOrder();
  const { returnPath } = usePaymentCalls();
  useAskWhenClosed(cashier, state.ask);
  const error = cancelling.error ?? opening.error;
  return (
    <>
      <Bill purchase={purchase} amount={order.payAmount} order={order} />
      <p className={styles.state} role="status" aria-live="polite">
        {isSignedOut(state.error) ? SIGNED_OUT : sentence(state.outcome, cashier)}
      </p>
      {cashier === "blocked" && order.payUrl && <BlockedWindow payUrl={order.payUrl} />}
      {cashier === "here" && order.payUrl && <NotOpened orderSn={order.orderSn} payUrl={order.payUrl} />}
      {error ? (
        <Refusal error={error} otherwise="没有办成，请重试" backTo={returnPath(order.orderSn)} />
      ) : (
        state.error && <Unasked error={state.error} orderSn={order.orderSn} />
      )}
      <Button type="primary" size="large" block loading={state.isAsking} onClick={state.follow}>
        {state.outcome === "unanswered" ? "再查一次" : "我已支付"}
      </Button>
      <div className={styles.others}>
        <Button type="text" loading={opening.isBusy} disabled={state.outcome === "overdue"} onClick={opening.open}>
          {REOPEN[cashier] ?? "重新打开支付宝"}
        </Button>
        <Popconfirm
          title="取消这笔订单？"
          description="取消后不能再付款，需要时可以重新下单。"
          okText="取消订单"
          cancelText="再想想"
          onConfirm={() => cancelling.mutate(order.orderSn)}
        >
          <Button type="text" loading={cancelling.isPending}>
            取消订单
          </Button>
        </Popconfirm>
      </div>
    </>
  );
}

const REOPEN: Partial<Record<CashierState, string>> = { closed: "重试支付", before: "重试支付", guide: "怎么付款" };

/** A closed window may mean paid, cancelled, or just not visible, as may coming back to the page, so Alipay is queried. */
function useAskWhenClosed(cashier: CashierState, ask: () => void): void {
  const askNow = useEffectEvent(ask);
  useEffect(() => {
    if (cashier === "closed" || cashier === "before") askNow();
  }, [cashier]);
}

const SIGNED_OUT = "登录已失效，付款结果要登录后才能查。若你已付款，到账后会自动发放。";

function sentence(outcome: Outcome, cashier: CashierState): string {
  if (outcome === "overdue") return "付款时间已过，正在等支付宝确认。若已扣款，会照常发放。";
  if (outcome === "unanswered")
    return "还没有等到付款结果，已停止自动查询。若你已付款，到账后会自动发放，不必停在这里。";
  if (cashier === "closed") return "支付宝窗口似乎已关闭，正在确认付款结果。没有付款的话，可以重试支付。";
  if (cashier === "before") return "正在确认付款结果。没有付款的话，可以重试支付。";
  if (cashier === "blocked") return "订单已创建，等待付款。";
  if (cashier === "here") return "正在打开支付宝。付款后回到这里，会自动更新。";
  if (cashier === "guide") return "订单已为你保留，正在打开付款说明。付款后这里会自动更新。";
  return "请在支付宝窗口完成付款，付款后这里会自动更新。";
}

function BlockedWindow({ payUrl }: { payUrl: string }) {
  return (
    <Callout type="warning" title="浏览器拦截了新窗口">
      <p>
        <a href={payUrl} target="_blank" rel="noopener">
          点这里打开支付宝付款页
        </a>
        ，或者
        <a href={payUrl}>就在本页打开</a>。
      </p>
    </Callout>
  );
}

/** The cashier was to take the place of this page, and this page is still here: a built-in browser may have refused it. */
function NotOpened({ orderSn, payUrl }: { orderSn: string; payUrl: string }) {
  const { shopUrl } = useVisit();
  const { payPath, isPortable } = usePaymentCalls();
  return (
    <details className={styles.notOpened}>
      <summary>支付宝没有打开？</summary>
      <p>
        <a href={payUrl}>再打开一次付款页</a>
        {isPortable && <span>。还是打不开的话，复制链接，粘贴到手机浏览器的地址栏：</span>}
      </p>
      {isPortable && <CopyLink link={shopUrl + payPath(orderSn)} label="付款链接" />}
      <DesktopCashier orderSn={orderSn} />
    </details>
  );
}
