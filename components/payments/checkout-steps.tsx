import { Steps } from "antd";
import styles from "./payment-dialog.module.css";
import { endedUnpaid, isWaiting, type Outcome } from "./outcome.ts";

const ITEMS = [{ title: "确认支付" }, { title: "支付中" }, { title: "完成" }];

/** `outcome` null: there is no order yet. */
export function CheckoutSteps({ outcome }: { outcome: Outcome | null }) {
  const current = outcome === null ? 0 : isWaiting(outcome) ? 1 : 2;
  const status = outcome === null || isWaiting(outcome) ? "process" : endedUnpaid(outcome) ? "error" : "finish";
  return (
    <div className={styles.steps}>
      <Steps size="small" responsive={false} current={current} status={status} items={ITEMS} />
    </div>
  );
}
