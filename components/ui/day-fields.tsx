import { Input } from "antd";
import styles from "./day-fields.module.css";

/** Beijing days, both included; "": not chosen. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The first and the last day of a range, by the calendar of the browser. */
export function DayFields({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  return (
    <div className={styles.fields}>
      <label className={styles.field}>
        <span>从</span>
        <Input
          type="date"
          min="2000-01-01"
          max={days.to || "2099-12-31"}
          value={days.from}
          onChange={({ target }) => onChange({ ...days, from: target.value })}
        />
      </label>
      <label className={styles.field}>
        <span>到</span>
        <Input
          type="date"
          min={days.from || "2000-01-01"}
          max="2099-12-31"
          value={days.to}
          onChange={({ target }) => onChange({ ...days, to: target.value })}
        />
      </label>
    </div>
  );
}
