"use client";

import { useVisit } from "../shell/visit.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { ProductLink } from "../ui/product-link.tsx";

/** A page of the account that only opens for whoever has signed in themselves. */
export function PortalClosed() {
  return (
    <>
      <PageHead title="这一页不在这里打开" />
      <Empty title="从产品进来，可以看支付记录、积分、套餐、退款、发票和消息；账号安全不在其中。">
        <LinkButton href="/orders">查看支付记录</LinkButton>
      </Empty>
    </>
  );
}

/** The shop, for whom a product has brought: they buy there. */
export function PortalShop() {
  const { portal } = useVisit();
  return (
    <>
      <PageHead title="购买请回到产品" />
      <Empty title="这里可以看买过什么、退款、开发票；买积分、换套餐在产品里进行。">
        {portal?.returnUrl ? (
          <ProductLink href={portal.returnUrl} type="primary" />
        ) : (
          <LinkButton href="/orders">查看支付记录</LinkButton>
        )}
      </Empty>
    </>
  );
}
