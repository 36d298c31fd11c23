"use client";

import { Button, Popconfirm } from "antd";
import dynamic from "next/dynamic";
import { useState, type ReactNode } from "react";
import { ORDER_STATUS_CODES } from "@/lib/contracts/codes.ts";
import type { AdminOrderDetail, ChannelSaid } from "@/lib/contracts/admin-orders.ts";
import { ASK_EVERY_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { useMay } from "../shell/member.tsx";
import { Callout, Refusal } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import styles from "./order-acts.module.css";
import { useAskAlipay, useRedeliver } from "./queries.ts";

const CloseOrder = dynamic(() => import("./close-order.tsx").then((module) => module.CloseOrder), { ssr: false });
const DeskRefund = dynamic(() => import("./desk-refund.tsx").then((module) => module.DeskRefund), { ssr: false });

const SAID: Readonly<Record<ChannelSaid, string>> = {
  paid: "支付宝说已经付款，已入账。",
  unpaid: "支付宝说这笔订单没有收到付款。",
  mismatch: "支付宝收到的款与订单不符，没有入账，也没有发货。它在待办提醒里，可以从那里退回。",
  unknown: "支付宝没有给出可以入账的回答，请过一会儿再问。",
  "no-keys": "没法去问：这笔订单用的收款账户不在配置里。把它的密钥加回来，系统会自动接着问。",
  "not-asked": `这次没有去问：订单已经付款，或者刚刚才问过。${spanText(ASK_EVERY_MS)}后可以再问。`,
};

/** What an admin may do about an order now, and in words what came of it. The server decides. */
export function useOrderActs({ order, askable, redeliverable }: AdminOrderDetail): {
  buttons: ReactNode;
  result: ReactNode;
} {
  const asking = useAskAlipay(order.orderSn);
  const redelivering = useRedeliver(order.orderSn);
  const may = useMay();
  const mayAct = may("orders:act");
  /** undefined: never opened. */
  const [refunding, setRefunding] = useState<boolean>();
  const [closing, setClosing] = useState<boolean>();
  const buttons = (
    <span className={styles.buttons}>
      {mayAct && askable && (
        <Button
          loading={asking.isPending}
          onClick={() => {
            redelivering.reset();
            asking.mutate();
          }}
        >
          问支付宝
        </Button>
      )}
      {mayAct && redeliverable && (
        <Popconfirm
          placement="bottomRight"
          title="再发一次？"
          description="请先排除上次失败的原因。发放成功后买家会收到消息。"
          okText="再发一次"
          cancelText="再想想"
          onConfirm={() => {
            asking.reset();
            redelivering.mutate();
          }}
        >
          <Button type="primary" loading={redelivering.isPending}>
            再发一次
          </Button>
        </Popconfirm>
      )}
      {mayAct && order.status === ORDER_STATUS_CODES.PENDING && (
        <Button onClick={() => setClosing(true)}>关闭订单</Button>
      )}
      {closing !== undefined && <CloseOrder orderSn={order.orderSn} open={closing} onClose={() => setClosing(false)} />}
      {may("invoices:read") && order.paymentTime && (
        <LinkButton href={`/admin/invoices?${new URLSearchParams({ queue: "all", query: order.orderSn })}`}>
          发票
        </LinkButton>
      )}
      {may("refunds:start") && isRefundable(order) && <Button onClick={() => setRefunding(true)}>退款</Button>}
      {refunding !== undefined && (
        <DeskRefund orderSn={order.orderSn} open={refunding} onClose={() => setRefunding(false)} />
      )}
    </span>
  );
  return { buttons, result: <Result asking={asking} redelivering={redelivering} /> };
}

/** Whether a person may start a refund of it; the server says what of it. */
function isRefundable({ status }: AdminOrderDetail["order"]): boolean {
  return status === ORDER_STATUS_CODES.PAID || status === ORDER_STATUS_CODES.COMPLETED;
}

interface ResultProps {
  asking: ReturnType<typeof useAskAlipay>;
  redelivering: ReturnType<typeof useRedeliver>;
}

function Result({ asking, redelivering }: ResultProps) {
  const error = asking.error ?? redelivering.error;
  if (error) return <Refusal error={error} otherwise="没有办成，请重试" />;
  if (asking.data) return <Callout type="info" title={SAID[asking.data.said]} />;
  if (!redelivering.data) return null;
  const { delivered, reason } = redelivering.data;
  if (delivered) return <Callout type="info" title="已经发放，买家会收到消息。" />;
  return (
    <Callout type="error" title="这次也没有发放成功。">
      {reason}
    </Callout>
  );
}
