"use client";

import { PORTAL_LINK_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { OpenForm } from "../ui/open-form.tsx";
import { ProductLink } from "../ui/product-link.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import styles from "./account-form.module.css";

/** Where a product sends its customer to see orders and credits. `token` null: the link is over. */
export function PortalDoor({ token, returnUrl }: { token: string | null; returnUrl: string | null }) {
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>{token ? "我的订单与积分" : "链接已失效"}</h1>
      <p className={styles.text}>
        {token
          ? "正在打开。你会看到支付记录、积分、套餐、退款、发票和消息。"
          : `这样的链接只能打开一次，${spanText(PORTAL_LINK_MS)}内有效。请回到产品，从那里再打开。`}
      </p>
      {token ? (
        <OpenForm action="/api/portal/open" token={token}>
          打开
        </OpenForm>
      ) : (
        returnUrl && <ProductLink href={returnUrl} type="primary" />
      )}
      <SupportContact />
    </div>
  );
}
