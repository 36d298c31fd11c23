import type { ReactElement } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type DotItemDotProps,
} from "recharts";
import type { InsightDay } from "@/lib/contracts/insights.ts";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, yuan } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import { rateText, spanText } from "./insight-words.ts";
import styles from "./insights.module.css";

const [FIRST, SECOND] = ["var(--ant-color-primary)", "var(--ant-color-warning)"];

const DAY: Column<InsightDay> = { title: "日子", render: ({ day }) => day };

const MONEY: readonly Column<InsightDay>[] = [
  DAY,
  { title: "收款", align: "end", render: ({ paidFen }) => yuan(paidFen / 100) },
  { title: "退款", align: "end", render: ({ refundedFen }) => yuan(refundedFen / 100) },
];
const ORDERS: readonly Column<InsightDay>[] = [
  DAY,
  { title: "下单", align: "end", render: ({ ordersMade }) => count(ordersMade) },
  { title: "付款", align: "end", render: ({ ordersPaid }) => count(ordersPaid) },
  { title: "成功率", align: "end", render: ({ successRate }) => rateText(successRate) },
  { title: "到期未用的积分", align: "end", render: ({ expiredCredits }) => count(expiredCredits) },
];
const TIMES: readonly Column<InsightDay>[] = [
  DAY,
  { title: "中位数", align: "end", render: ({ deliveryMedianMs }) => spanText(deliveryMedianMs) },
  { title: "99% 之内", align: "end", render: ({ deliveryP99Ms }) => spanText(deliveryP99Ms) },
];

/** Each day as a picture, and the same numbers as a table, which is what a screen reader gets. */
export function DayCharts({ days }: { days: readonly InsightDay[] }) {
  return (
    <>
      <Drawn title="每天的收款与退款" columns={MONEY} days={days}>
        <BarChart data={[...days]} accessibilityLayer={false} margin={MARGIN}>
          {axesOf((fen) => yuan(fen / 100))}
          <Bar dataKey="paidFen" name="收款" fill={FIRST} maxBarSize={48} isAnimationActive={false} />
          <Bar dataKey="refundedFen" name="退款" fill={SECOND} maxBarSize={48} isAnimationActive={false} />
        </BarChart>
      </Drawn>
      <Drawn title="每天的订单" columns={ORDERS} days={days}>
        <LineChart data={[...days]} accessibilityLayer={false} margin={MARGIN}>
          {axesOf(count)}
          <Line
            dataKey="ordersMade"
            name="下单"
            stroke={SECOND}
            strokeWidth={2}
            dot={aloneDot(days, "ordersMade")}
            isAnimationActive={false}
          />
          <Line
            dataKey="ordersPaid"
            name="付款"
            stroke={FIRST}
            strokeWidth={2}
            dot={aloneDot(days, "ordersPaid")}
            isAnimationActive={false}
          />
        </LineChart>
      </Drawn>
      <Drawn title="每天从付款到发放的用时" columns={TIMES} days={days}>
        <LineChart data={[...days]} accessibilityLayer={false} margin={MARGIN}>
          {axesOf(spanText)}
          <Line
            dataKey="deliveryMedianMs"
            name="中位数"
            stroke={FIRST}
            strokeWidth={2}
            dot={aloneDot(days, "deliveryMedianMs")}
            isAnimationActive={false}
          />
          <Line
            dataKey="deliveryP99Ms"
            name="99% 之内"
            stroke={SECOND}
            strokeWidth={2}
            dot={aloneDot(days, "deliveryP99Ms")}
            isAnimationActive={false}
          />
        </LineChart>
      </Drawn>
    </>
  );
}

type Drawable = "ordersMade" | "ordersPaid" | "deliveryMedianMs" | "deliveryP99Ms";

/** A day beside which nothing is drawn has no line to be seen by. */
function aloneDot(days: readonly InsightDay[], key: Drawable) {
  const isDrawn = (index: number) => (days[index]?.[key] ?? null) !== null;
  return function AloneDot({ cx, cy, index, stroke }: DotItemDotProps) {
    const isAlone = isDrawn(index) && !isDrawn(index - 1) && !isDrawn(index + 1);
    return isAlone ? <circle key={index} cx={cx} cy={cy} r={3} fill={stroke} /> : <g key={index} />;
  };
}

const MARGIN = { top: 8, right: 8, bottom: 0, left: 8 };
const INK = "var(--ant-color-text-secondary)";

/** What every picture has; `textOf`: a value for people. */
function axesOf(textOf: (value: number) => string) {
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--ant-color-border-secondary)" />
      <XAxis
        dataKey="day"
        tickFormatter={(day: string) => day.slice(5)}
        tick={{ fill: INK, fontSize: 12 }}
        minTickGap={24}
      />
      <YAxis width={76} tickFormatter={textOf} tick={{ fill: INK, fontSize: 12 }} allowDecimals={false} />
      <Tooltip
        formatter={(value) => textOf(Number(value))}
        contentStyle={{ background: "var(--ant-color-bg-elevated)", borderColor: "var(--ant-color-border)" }}
        cursor={{ fill: "var(--ant-color-fill-tertiary)" }}
      />
      <Legend />
    </>
  );
}

interface DrawnProps {
  title: string;
  columns: readonly Column<InsightDay>[];
  days: readonly InsightDay[];
  children: ReactElement;
}

function Drawn({ title, columns, days, children }: DrawnProps) {
  return (
    <Section title={title}>
      <div className={styles.chart} aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          {children}
        </ResponsiveContainer>
      </div>
      <details className={styles.table}>
        <summary>{`${title}，数据表`}</summary>
        <Ledger caption={title} columns={columns} rows={days} rowKey={({ day }) => day} />
      </details>
    </Section>
  );
}
