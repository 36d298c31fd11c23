import { Button, Input } from "antd";
import type { ReactNode } from "react";
import styles from "./filter-form.module.css";

interface FilterFormProps {
  /** What is filtered, for whoever does not see it. */
  readonly label: string;
  readonly onAsk: () => void;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** The filters above a list of the desk. */
export function FilterForm({ label, onAsk, onClear, children }: FilterFormProps) {
  return (
    <search aria-label={label}>
      <form
        className={styles.filter}
        onSubmit={(event) => {
          event.preventDefault();
          onAsk();
        }}
      >
        {children}
        <Button type="primary" htmlType="submit">
          筛选
        </Button>
        <Button onClick={onClear}>清除</Button>
      </form>
    </search>
  );
}

interface FilterChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Each value with its words, in their order. */
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

export function FilterChoice({ label, value, choices, onChange }: FilterChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className={styles.select}
    >
      {choices.map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </select>
  );
}

interface FilterWordProps {
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function FilterWord({ label, onChange, ...props }: FilterWordProps) {
  return (
    <Input aria-label={label} className={styles.word!} onChange={({ target }) => onChange(target.value)} {...props} />
  );
}
