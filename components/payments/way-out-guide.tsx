"use client";

import type { ReactNode } from "react";
import type { Webview } from "@/lib/core/webview.ts";
import { CopyLink } from "./copy-link.tsx";
import styles from "./pay-elsewhere.module.css";
import { APP_NAMES, WAY_WORDS } from "./way-out.ts";
import { WayOutPicture } from "./way-out-picture.tsx";

interface WayOutGuideProps {
  webview: Webview;
  /** What is to be opened in a browser. */
  link: string;
  children?: ReactNode;
}

/** How to get from a program where the cashier does not open to a browser. */
export function WayOutGuide({ webview: { app, wayOut }, link, children }: WayOutGuideProps) {
  const { step, note } = WAY_WORDS[wayOut];
  return (
    <div>
      <h2 className={styles.title}>请在浏览器里付款</h2>
      <p className={styles.why}>{`支付宝的付款页在${APP_NAMES[app]}里打不开。`}</p>
      <p className={styles.step}>{step}</p>
      <WayOutPicture wayOut={wayOut} />
      {note && <p className={styles.hint}>{note}</p>}
      <div className={styles.copy}>
        {wayOut !== "link" && <p className={styles.or}>也可以复制链接，粘贴到浏览器的地址栏：</p>}
        <CopyLink link={link} label="付款链接" />
      </div>
      {children}
    </div>
  );
}
