import type { ReactNode } from "react";
import styles from "./figure.module.css";

/** Figures side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}

interface FigureProps {
  label: string;
  value: ReactNode;
  note: ReactNode;
  isWaiting?: boolean;
}

/** A number with its name, and a note that explains it. `isWaiting`: somebody should look at it. */
export function Figure({ label, value, note, isWaiting = false }: FigureProps) {
  return (
    <div className={styles.figure} data-waiting={isWaiting}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
