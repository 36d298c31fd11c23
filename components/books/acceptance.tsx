"use client";

import { useQuery } from "@tanstack/react-query";
import type { AcceptanceView } from "@/lib/contracts/books.ts";
import { spanText } from "@/lib/core/time.ts";
import { Instant } from "../ui/instant.tsx";
import { count } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { Figure, Figures } from "./figure.tsx";
import styles from "./acceptance.module.css";
import { acceptanceQuery } from "./queries.ts";

/** The acceptance figures of the design, as the running system measures them. */
export function Acceptance() {
  const { data: acceptance, error, refetch } = useQuery(acceptanceQuery());
  return (
    <Section title="验收指标">
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : acceptance ? (
        <Measured acceptance={acceptance} />
      ) : (
        <Loading rows={4} label="正在读取验收指标" />
      )}
    </Section>
  );
}

function Measured({ acceptance }: { acceptance: AcceptanceView }) {
  return (
    <>
      <p className={styles.span}>
        回答这一页的进程，从 <Instant iso={acceptance.processStartTime} /> 启动以来
      </p>
      <ThisProcess acceptance={acceptance} />
      <p className={styles.spanBelow}>近 24 小时，所有进程</p>
      <ThisDay acceptance={acceptance} />
    </>
  );
}

function ThisProcess({ acceptance }: { acceptance: AcceptanceView }) {
  const { creation, notify, noticesBelieved, noticesSettled } = acceptance;
  const left = noticesBelieved - noticesSettled;
  return (
    <Figures>
      <TimeFigure name="下单" timing={creation} />
      <TimeFigure name="回调处理" timing={notify} />
      <Figure
        label="回调落库"
        value={share(noticesSettled, noticesBelieved)}
        note={
          noticesBelieved === 0
            ? NOTHING_YET
            : left === 0
              ? `${count(noticesBelieved)} 个通知，都已落库`
              : `${count(noticesBelieved)} 个通知，${count(left)} 个还没有落库：支付宝会重发，也会主动查询`
        }
        isWaiting={left > 0}
      />
    </Figures>
  );
}

function ThisDay({ acceptance: { orders, payments } }: { acceptance: AcceptanceView }) {
  return (
    <Figures>
      <Figure
        label="支付成功率"
        value={share(orders.paid, orders.paid + orders.lost)}
        note={`收了钱的订单：交付或退回 ${count(orders.paid)}，还没有 ${count(orders.lost)}`}
        isWaiting={orders.lost > 0}
      />
      <Figure
        label="没有付款就关闭的订单"
        value={count(orders.closed)}
        note={`另有 ${count(orders.open)} 个在等付款`}
      />
      <Figure
        label="由异步通知得知的付款"
        value={share(payments.notify, payments.notify + payments.query + payments.bill)}
        note={`通知 ${count(payments.notify)} 笔，主动查询 ${count(payments.query)} 笔，账单 ${count(payments.bill)} 笔`}
      />
    </Figures>
  );
}

function TimeFigure({ name, timing }: { name: string; timing: AcceptanceView["creation"] }) {
  const late = timing.count - timing.withinLimit;
  const tail = timing.p99Ms === null ? "" : `，99% 在 ${count(timing.p99Ms)} 毫秒之内`;
  return (
    <Figure
      label={`${name}，${spanText(timing.limitMs)}之内`}
      value={share(timing.withinLimit, timing.count)}
      note={timing.count === 0 ? NOTHING_YET : `${count(timing.count)} 次${tail}`}
      isWaiting={late > 0}
    />
  );
}

const NOTHING_YET = "启动以来还没有";

/** "99.97%", rounded down, so that only a whole is 100 %; "—" of nothing. */
function share(part: number, whole: number): string {
  return whole === 0 ? "—" : `${Math.floor((part / whole) * 10_000) / 100}%`;
}
