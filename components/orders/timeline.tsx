import type { TimelineEntry } from "@/lib/contracts/orders.ts";
import { Instant } from "../ui/instant.tsx";
import styles from "./timeline.module.css";

/** What happened to an order, oldest first; where it is said, also by whom. */
export function Timeline({ entries }: { entries: (TimelineEntry & { by?: string })[] }) {
  return (
    <ol className={styles.timeline}>
      {entries.map(({ type, text, time, by }) => (
        <li key={`${time} ${type}`} className={styles.entry}>
          <p>{text}</p>
          <p className={styles.when}>
            <Instant iso={time} format="second" />
            {by && <span>{` · ${by}`}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}
