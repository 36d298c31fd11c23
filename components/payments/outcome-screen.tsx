"use client";

import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, type ReactNode } from "react";
import { LinkButton } from "../ui/link-button.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import { endedUnpaid, needsHelp, type Outcome } from "./outcome.ts";
import styles from "./outcome-screen.module.css";
import type { Goods, Purchase } from "./purchase.ts";
import { useGoOn } from "./use-go-on.ts";

interface Words {
  readonly tone: "good" | "moving" | "bad";
  readonly title: string;
  readonly text: string;
}

const WORDS: Record<Outcome, Words> = {
  waiting: { tone: "moving", title: "正在确认付款", text: "支付宝的确认通常在几秒内到达，这里会自动更新。" },
  unanswered: {
    tone: "moving",
    title: "还没有等到付款结果",
    text: "已停止自动查询。若你已付款，款项不会丢：我们会继续向支付宝核实，确认后自动发放并给你发消息。",
  },
  overdue: { tone: "moving", title: "付款时间已过", text: "正在等支付宝确认。若已扣款，会照常发放。" },
  delivered: { tone: "good", title: "付款成功，已到账", text: "" },
  delivering: { tone: "moving", title: "付款成功，正在发放", text: "通常几秒内到账，这里会自动更新。" },
  delayed: {
    tone: "moving",
    title: "已收到付款，发放稍有延迟",
    text: "系统正在自动补发，到账后会给你发消息。你不需要再次付款。",
  },
  closed: { tone: "bad", title: "订单已关闭", text: "需要时可以重新下单。" },
  expired: {
    tone: "bad",
    title: "订单已过期",
    text: "超过付款时间，订单已关闭。若你在最后一刻付了款，到账后会照常发放。",
  },
  cancelled: {
    tone: "bad",
    title: "订单已取消",
    text: "需要时可以重新下单。若你已经付了款，结果会发消息告诉你。",
  },
  refunded: { tone: "moving", title: "这笔订单已申请退款", text: "进度可在订单详情里查看。" },
};

const ICONS = { good: <CheckCircleOutlined />, moving: <ClockCircleOutlined />, bad: <CloseCircleOutlined /> };

/** The result of the payment, and the next actions. */
export function OutcomeNotice({ outcome, title, children }: { outcome: Outcome; title: string; children: ReactNode }) {
  const words = WORDS[outcome];
  return (
    <div className={styles.screen} data-tone={words.tone} data-outcome={outcome}>
      <span className={styles.icon} aria-hidden="true">
        {ICONS[words.tone]}
      </span>
      <div role="status" aria-live="polite">
        <h2 className={styles.title}>{words.title}</h2>
        <p className={styles.text}>{outcome === "delivered" ? `「${title}」已经发放到你的账户。` : words.text}</p>
      </div>
      <div className={styles.actions}>{children}</div>
      {needsHelp(outcome) && <SupportContact />}
    </div>
  );
}

const WHERE = {
  credits: { href: "/credits", text: "查看积分" },
  subscription: { href: "/subscription", text: "查看套餐" },
} as const satisfies Record<Goods, { href: string; text: string }>;

/** What arrived, once it did. */
export function GoodsLink({ outcome, goods }: { outcome: Outcome; goods: Goods }) {
  return outcome === "delivered" && <LinkButton href={WHERE[goods].href}>{WHERE[goods].text}</LinkButton>;
}

/** Where to look next: at what arrived, and at the order. */
export function WhereNext({ outcome, goods, orderSn }: { outcome: Outcome; goods: Goods; orderSn: string }) {
  return (
    <>
      <GoodsLink outcome={outcome} goods={goods} />
      <LinkButton href={`/orders/${orderSn}`}>查看订单</LinkButton>
    </>
  );
}

interface OutcomeScreenProps {
  outcome: Outcome;
  orderSn: string;
  purchase: Purchase;
  onLeave: () => void;
  /** Delivered, and the buyer has done nothing for a while. */
  onGoOn: () => void;
  onRestart: () => void;
}

/** The last step of the payment dialog. */
export function OutcomeScreen({ outcome, orderSn, purchase, onLeave, onGoOn, onRestart }: OutcomeScreenProps) {
  const mayRestart = endedUnpaid(outcome) && purchase.order.kind !== "placed";
  const place = useRef<HTMLDivElement>(null);
  useGoOn(outcome === "delivered" ? onGoOn : null, place);
  return (
    <div ref={place}>
      <OutcomeNotice outcome={outcome} title={purchase.title}>
        <Button type="primary" onClick={mayRestart ? onRestart : onLeave}>
          {mayRestart ? "重试支付" : "完成"}
        </Button>
        <WhereNext outcome={outcome} goods={purchase.goods} orderSn={orderSn} />
      </OutcomeNotice>
      {outcome === "delivered" && <p className={styles.hint}>没有操作时，这里会自动关闭。</p>}
    </div>
  );
}
