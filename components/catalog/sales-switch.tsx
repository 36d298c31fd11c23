"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import type { AdminSalesView } from "@/lib/contracts/sales.ts";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { useMay } from "../shell/member.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { adminSalesQuery, useSwitchSales } from "./queries.ts";
import styles from "./sales-switch.module.css";

/** Whether the shop sells and Alipay answers, and the switch that stops and starts sales. */
export function SalesSwitch() {
  const { data: sales, error, refetch } = useQuery(adminSalesQuery());
  const [isAsking, setAsking] = useState(false);
  const maySwitch = useMay()("sales:switch");
  const verb = sales?.isOpen ? "暂停售卖" : "恢复售卖";
  return (
    <Section title="售卖" aside={sales && maySwitch && <Button onClick={() => setAsking(true)}>{verb}</Button>}>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : sales ? (
        <State sales={sales} />
      ) : (
        <Loading rows={2} label="正在读取售卖状态" />
      )}
      {sales && (
        <Dialog open={isAsking} title={verb} onClose={() => setAsking(false)}>
          <Reason isOpen={!sales.isOpen} verb={verb} onDone={() => setAsking(false)} />
        </Dialog>
      )}
    </Section>
  );
}

function State({ sales: { isOpen, reason, switchTime, alipay, failingSince } }: { sales: AdminSalesView }) {
  const switched = switchTime && (
    <>
      <Instant iso={switchTime} />
      {reason && <span>{`：${reason}`}</span>}
    </>
  );
  const since = failingSince && (
    <span>
      自 <Instant iso={failingSince} format="second" />
    </span>
  );
  return (
    <Facts
      facts={[
        { label: "商店", value: <StatusTag tone={isOpen ? "good" : "bad"}>{isOpen ? "售卖中" : "已暂停"}</StatusTag> },
        { label: "上次变动", value: switched },
        {
          label: "支付宝接口",
          value: (
            <StatusTag tone={alipay === "ok" ? "good" : "bad"}>
              {alipay === "ok" ? "正常" : "多数调用没有回答，商店已提示买家"}
            </StatusTag>
          ),
        },
        { label: "不稳定", value: since },
      ]}
    />
  );
}

/** A reason first: it stands in the audit log. */
function Reason({ isOpen, verb, onDone }: { isOpen: boolean; verb: string; onDone: () => void }) {
  const switching = useSwitchSales();
  const issue = issueOf(switching.error, "reason");
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason = "" }: { reason?: string }) => switching.mutate({ isOpen, reason }, { onSuccess: onDone })}
    >
      <p className={styles.effect}>
        {isOpen
          ? "买家又可以下新订单。"
          : "买家不能再下新订单，商店会说明。已有的订单照常付款、取消、退款，积分和套餐照常可用。"}
      </p>
      <Form.Item name="reason" label="原因（记入审计）" {...(issue ? { validateStatus: "error", help: issue } : {})}>
        <Input maxLength={200} />
      </Form.Item>
      <OtherRefusal error={switching.error} fields={["reason"]} otherwise="没有办成，请重试" />
      <Button type="primary" danger={!isOpen} htmlType="submit" block loading={switching.isPending}>
        {verb}
      </Button>
    </Form>
  );
}
