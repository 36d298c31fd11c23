import type { ReactNode } from "react";
import type { InvariantView } from "@/lib/contracts/books.ts";
import { count } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import styles from "./invariants.module.css";

/** The invariants, broken ones first. `children`: when they were counted. */
export function Invariants({ invariants, children }: { invariants: InvariantView[]; children: ReactNode }) {
  const broken = invariants.filter(({ offending }) => offending !== 0);
  const holding = invariants.filter(({ offending }) => offending === 0);
  return (
    <Section title="不变量" aside={<span className={styles.when}>{children}</span>}>
      <p className={styles.verdict}>
        {broken.length === 0 ? (
          <StatusTag tone="good">{`${holding.length} 条全部成立`}</StatusTag>
        ) : (
          <StatusTag tone="bad">{`${broken.length} 条不成立或没有查完，${holding.length} 条成立`}</StatusTag>
        )}
      </p>
      <ul className={styles.list}>
        {[...broken, ...holding].map((invariant) => (
          <Invariant key={invariant.id} invariant={invariant} />
        ))}
      </ul>
    </Section>
  );
}

function Invariant({ invariant: { id, holds, offending, subjects } }: { invariant: InvariantView }) {
  return (
    <li className={styles.invariant}>
      <span className={styles.id}>{id}</span>
      <div className={styles.holds}>
        <p>{holds}</p>
        {offending !== null && offending > 0 && (
          <p className={styles.subjects}>
            {offending > subjects.length ? `${subjects.join("、")} 等` : subjects.join("、")}
          </p>
        )}
      </div>
      {offending === 0 ? (
        <StatusTag tone="good">成立</StatusTag>
      ) : (
        <StatusTag tone="bad">{offending === null ? "没有查完" : `${count(offending)} 处不符`}</StatusTag>
      )}
    </li>
  );
}
