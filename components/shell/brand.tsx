import Link from "next/link";
import styles from "./brand.module.css";
import type { Shop } from "./shop.ts";

/** The shop's mark and name. Without a mark of its own: the double line under a sum in accounting. */
export function Brand({ shop: { name, markUrl } }: { shop: Shop }) {
  return (
    <Link href="/" className={styles.brand} aria-label={`${name}，回到商店`}>
      {markUrl ? (
        // eslint-disable-next-line @next/next/no-img-element -- small, kept for good, and served by ourselves
        <img src={markUrl} alt="" width={28} height={28} className={styles.mark} />
      ) : (
        <svg className={styles.seal} viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="5" fill="currentColor" />
          <path className={styles.strokes} d="M9 9.5h14M16 9.5v8M9 21h14M9 24.5h14" />
        </svg>
      )}
      <span className={styles.name}>{name}</span>
    </Link>
  );
}
