import styles from "./code.module.css";

/** Text of a program or of an answer. It scrolls inside itself, by the keyboard too. `label`: what it is. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <pre className={styles.code} tabIndex={0} role="region" aria-label={label} translate="no">
      <code>{text}</code>
    </pre>
  );
}
