import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./back-link.module.css";

/** From one thing back to the list that holds it. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className={styles.back}>
      <Link href={href}>
        <span>←</span> <span>{children}</span>
      </Link>
    </p>
  );
}
