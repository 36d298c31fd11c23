import { CheckCircleOutlined, ClockCircleOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Finding, FoundPayment } from "@/lib/contracts/find-payment.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant, instantText } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Money, yuan } from "../ui/money.tsx";
import { useSay } from "../ui/say.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import { DeliveryTag, OrderStatusTag } from "../ui/status-tag.tsx";
import styles from "./finding-card.module.css";
import { useOrderActions } from "./order-actions.tsx";

type Tone = "good" | "moving" | "plain";

const TONES: Readonly<Record<Finding, Tone>> = {
  DELIVERED: "good",
  RETURNED: "good",
  OWED: "moving",
  GIVEN_UP: "moving",
  JUST_ASKED: "moving",
  UNANSWERED: "moving",
  MISMATCH: "moving",
  RETURNING: "moving",
  UNPAID: "plain",
  CLOSED: "plain",
};

const ICONS = { good: <CheckCircleOutlined />, moving: <ClockCircleOutlined />, plain: <InfoCircleOutlined /> };

/** What may change soon is worth another question. */
const UNSETTLED: readonly Finding[] = ["JUST_ASKED", "UNANSWERED", "OWED", "GIVEN_UP", "RETURNING"];

/** What happened, where the money is, what comes next. */
export function FindingCard({ found, onAgain }: { found: FoundPayment; onAgain: () => void }) {
  const { finding, happened, next, payments } = found;
  const { actionsFor, dialogs } = useOrderActions("medium");
  const tone = TONES[finding];
  return (
    <section className={styles.found} data-tone={tone} data-finding={finding} aria-label="查到的结果">
      <div className={styles.verdict}>
        <span className={styles.icon} aria-hidden="true">
          {ICONS[tone]}
        </span>
        <div>
          <h2 className={styles.happened}>{happened}</h2>
          <p className={styles.next}>{next}</p>
        </div>
      </div>
      <Facts
        facts={[
          { label: "订单", value: found.orderSn },
          { label: "商品", value: found.productName },
          { label: "金额", value: <Money amount={found.totalAmount} /> },
          {
            label: "状态",
            value: (
              <span className={styles.states}>
                <OrderStatusTag order={found} />
                <DeliveryTag order={found} />
              </span>
            ),
          },
        ]}
      />
      <h3 className={styles.where}>钱在哪里</h3>
      <Payments payments={payments} />
      <div className={styles.actions}>
        {actionsFor(found)}
        {UNSETTLED.includes(finding) && <Button onClick={onAgain}>再查一次</Button>}
        <LinkButton href={`/orders/${found.orderSn}`}>查看订单</LinkButton>
        <CopyFacts found={found} />
      </div>
      <SupportContact />
      {dialogs}
    </section>
  );
}

function Payments({ payments }: Pick<FoundPayment, "payments">) {
  if (payments.length === 0) return <p className={styles.none}>还没有收到支付宝确认的付款。</p>;
  return (
    <ul className={styles.payments}>
      {payments.map(({ tradeNo, amount, time, whereabouts }) => (
        <li key={tradeNo} className={styles.payment}>
          <span className={styles.whereabouts}>
            <Money amount={amount} /> <span>{whereabouts}</span>
          </span>
          <span className={styles.trade}>
            <Instant iso={time} format="second" /> · 交易号 <span translate="no">{tradeNo}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All of it as text, to be sent to whoever helps. */
function CopyFacts({ found }: { found: FoundPayment }) {
  const say = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(textOf(found));
      say({ tone: "success", text: "已复制，可以发给客服" });
    } catch {
      say({ tone: "error", text: "浏览器不让复制，请截图发给客服" });
    }
  };
  return <Button onClick={() => void copy()}>复制给客服</Button>;
}

function textOf({ orderSn, productName, totalAmount, statusText, happened, payments }: FoundPayment): string {
  return [
    `订单号：${orderSn}`,
    `商品：${productName}，${yuan(totalAmount)}`,
    `状态：${statusText}`,
    `结果：${happened}`,
    ...payments.map(
      ({ tradeNo, amount, time, whereabouts }) =>
        `付款：${yuan(amount)}，${instantText(time, "second")}，交易号 ${tradeNo}，${whereabouts}`,
    ),
  ].join("\n");
}
