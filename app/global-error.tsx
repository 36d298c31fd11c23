"use client";

import styles from "./global-error.module.css";

/**
 * What is shown where the layout itself could not be drawn: a document of its own, without theme, session or script of
 * ours. The server has logged why.
 */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="zh-CN">
      <body className={styles.page}>
        <title>暂时打不开</title>
        <main className={styles.sheet}>
          <h1 className={styles.title}>商店暂时打不开</h1>
          <p>你的订单、积分和套餐都还在。若你刚付过款，确认后会照常发放，不用再付一次。</p>
          <button type="button" className={styles.retry} onClick={retry}>
            重试
          </button>
        </main>
      </body>
    </html>
  );
}
