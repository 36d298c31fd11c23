import type { ReactNode } from "react";
import styles from "./page-head.module.css";

/** The name of a page, one line about it, and what can be done with all of it. */
export function PageHead({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={styles.head}>
      <div>
        <h1 className={styles.title}>{title}</h1>
        {children && <p className={styles.about}>{children}</p>}
      </div>
      {actions}
    </header>
  );
}
