import Link from "next/link";
import styles from "./brand.module.css";

/** The logo, the double line under a sum in accounting, and what the shop is called. */
export function Brand({ shopName }: { shopName: string }) {
  return (
    <Link href="/" className={styles.brand} aria-label={`${shopName}，回到商店`}>
      <svg className={styles.seal} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="5" fill="currentColor" />
        <path className={styles.strokes} d="M9 9.5h14M16 9.5v8M9 21h14M9 24.5h14" />
      </svg>
      <span className={styles.name}>{shopName}</span>
    </Link>
  );
}
