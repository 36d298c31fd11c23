import { useNow } from "./use-now.ts";
import styles from "./countdown.module.css";

function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

interface CountdownProps {
  expireTime: string;
  /** ms: what the clock begins with where the page is drawn by the server. */
  since?: number;
}

/** "29:31" until the order closes, on the server's clock. */
export function Countdown({ expireTime, since }: CountdownProps) {
  const seconds = Math.max(0, Math.floor((Date.parse(expireTime) - useNow(since)) / 1_000));
  return (
    <span translate="no" role="timer" className={styles.countdown} data-short={seconds < 300}>
      {seconds === 0 ? "已到时" : clock(seconds)}
    </span>
  );
}
