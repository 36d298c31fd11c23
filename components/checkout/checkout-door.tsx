"use client";

import { useVisit } from "../shell/visit.tsx";
import { WayOutGuide } from "../payments/way-out-guide.tsx";
import { OpenForm } from "../ui/open-form.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import styles from "./checkout.module.css";

/** A session that nobody has opened. Where the cashier does not open, neither is the session: it is for the browser that pays. */
export function CheckoutDoor({ token }: { token: string }) {
  const { webview, shopUrl } = useVisit();
  return (
    <div className={styles.sheet}>
      {webview ? (
        <WayOutGuide webview={webview} link={`${shopUrl}/checkout/${token}`} />
      ) : (
        <>
          <h1 className={styles.title}>付款</h1>
          <p className={styles.text}>正在打开付款页。打开之后，只有这个浏览器能付这一笔。</p>
          <OpenForm action="/api/checkout/open" token={token}>
            打开付款页
          </OpenForm>
        </>
      )}
      <SupportContact />
    </div>
  );
}
