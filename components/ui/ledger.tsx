import type { Key, ReactNode } from "react";
import styles from "./ledger.module.css";

export interface Column<Row> {
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** "end" for amounts and counts. */
  readonly align?: "end";
}

interface LedgerProps<Row> {
  /** What the table is, for those who do not see it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  /** Old rows stay, faded, while the next ones are on their way. */
  isStale?: boolean;
}

/** A table on a desk, a stack of cards on a phone: there each cell says its column. A plain table, because antd's measures scroll bars with a style that the page's policy refuses. */
export function Ledger<Row>({ caption, columns, rows, rowKey, isStale = false }: LedgerProps<Row>) {
  return (
    <div className={styles.frame} data-stale={isStale} aria-busy={isStale}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, align }) => (
              <th key={title} scope="col" data-align={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, align, render }) => (
                <td key={title} data-title={title} data-align={align}>
                  {render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
