import Link from "next/link";
import type { SegmentView } from "@/lib/contracts/subscriptions.ts";
import { Instant, instantText } from "../ui/instant.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import styles from "./segments.module.css";

const STATUS = {
  ACTIVE: { tone: "good", text: "有效" },
  FROZEN: { tone: "moving", text: "退款处理中" },
  EXPIRED: { tone: "gone", text: "已结束" },
  REFUNDED: { tone: "gone", text: "已退款" },
} as const satisfies Record<SegmentView["status"], { tone: string; text: string }>;

function tagOf(segment: SegmentView, now: number): { tone: "good" | "moving" | "gone" | "waiting"; text: string } {
  const isAhead = segment.status === "ACTIVE" && Date.parse(segment.startDate) > now;
  return isAhead ? { tone: "waiting", text: "未开始" } : STATUS[segment.status];
}

/** The periods as bars on one line of time, with today marked. `now` in ms. */
export function Segments({ segments, now }: { segments: SegmentView[]; now: number }) {
  const from = Math.min(...segments.map((segment) => Date.parse(segment.startDate)));
  const to = Math.max(...segments.map((segment) => Date.parse(segment.endDate)));
  const percent = (ms: number) => `${(((ms - from) / (to - from)) * 100).toFixed(3)}%`;
  return (
    <div className={styles.line}>
      <ol className={styles.rows}>
        {segments.map((segment) => {
          const tag = tagOf(segment, now);
          return (
            <li key={segment.id} className={styles.row}>
              <div className={styles.words}>
                <Link href={`/orders/${segment.orderSn}`}>{segment.planName}</Link>
                <span className={styles.dates}>
                  <Instant iso={segment.startDate} format="day" /> — <Instant iso={segment.endDate} format="day" />
                </span>
                <StatusTag tone={tag.tone}>{tag.text}</StatusTag>
              </div>
              <div className={styles.track} aria-hidden="true">
                <span
                  className={styles.bar}
                  data-tone={tag.tone}
                  style={{
                    insetInlineStart: percent(Date.parse(segment.startDate)),
                    insetInlineEnd: `calc(100% - ${percent(Date.parse(segment.endDate))})`,
                  }}
                />
                <span className={styles.today} style={{ insetInlineStart: percent(now) }} />
              </div>
            </li>
          );
        })}
      </ol>
      <p className={styles.legend}>{`竖线为今天（${instantText(new Date(now).toISOString(), "day")}）`}</p>
    </div>
  );
}
