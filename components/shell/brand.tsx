import Link from "next/link";
import styles from "./brand.module.css";
import type { Shop } from "./shop.ts";

/** The shop's mark and name, and the way to the shop, or not. */
export function Brand({ shop, isLink }: { shop: Shop; isLink: boolean }) {
  const look = <Look shop={shop} />;
  if (!isLink) return <span className={styles.brand}>{look}</span>;
  return (
    <Link href="/" className={styles.brand} aria-label={`${shop.name}，回到商店`}>
      {look}
    </Link>
  );
}

/** Without a mark of its own: the double line under a sum in accounting. */
function Look({ shop: { name, markUrl } }: { shop: Shop }) {
  return (
    <>
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
    </>
  );
}
