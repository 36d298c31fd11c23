"use client";

import { useQuery } from "@tanstack/react-query";
import type { CatalogView } from "@/lib/contracts/catalog.ts";
import { REFUND_WINDOW_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { AlipayNotice } from "../payments/alipay-notice.tsx";
import { salesQuery } from "../payments/queries.ts";
import { usePaymentDialog } from "../payments/use-payment-dialog.tsx";
import { Callout } from "../ui/callout.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Owned } from "./owned.tsx";
import { PackCard } from "./pack-card.tsx";
import { Plans } from "./plans.tsx";
import { purchaseOfPack } from "./purchases.ts";
import styles from "./shop.module.css";
import { useBuy } from "./use-buy.ts";

/** The shop page. `wanted`: what the visitor was about to buy before signing in. */
export function Shop({ catalog, wanted }: { catalog: CatalogView; wanted: string | null }) {
  const { pay, dialog } = usePaymentDialog();
  const buy = useBuy(catalog, wanted, pay);
  const { data: sales } = useQuery(salesQuery());
  const isStopped = sales?.isOpen === false;
  const { creditProducts, plans } = catalog;
  return (
    <>
      <div className={styles.hero}>
        <div>
          <h1 className={styles.slogan}>明码标价，笔笔有账</h1>
          <p className={styles.promise}>
            {`支付宝付款，付款即到账；${spanText(REFUND_WINDOW_MS)}内可按未用部分退款。每一分钱、每一个积分、每一天，都对得上。`}
          </p>
        </div>
        <Owned />
      </div>
      {isStopped ? (
        <Callout type="warning" title="商店暂停售卖">
          现在不能下新订单。已有的订单照常付款、退款，积分和套餐照常可用。
        </Callout>
      ) : (
        <AlipayNotice />
      )}
      <section aria-labelledby="packs" className={styles.section}>
        <h2 id="packs" className={styles.heading}>
          积分
        </h2>
        {creditProducts.length === 0 && <Empty title="暂时没有积分包在售。" />}
        <ul className={styles.packs}>
          {creditProducts.map((pack) => (
            <PackCard key={pack.id} pack={pack} isStopped={isStopped} onBuy={() => buy(purchaseOfPack(pack))} />
          ))}
        </ul>
      </section>
      <Plans plans={plans} isStopped={isStopped} onBuy={buy} />
      {dialog}
    </>
  );
}
