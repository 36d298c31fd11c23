"use client";

import { useLinkStatus } from "next/link";
import styles from "./pending.module.css";

/** Inside a link: a line that fills while the server draws the page behind it. */
export function Pending() {
  const { pending } = useLinkStatus();
  return <span className={styles.pending} data-pending={pending} aria-hidden="true" />;
}
