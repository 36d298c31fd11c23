import { LinkButton } from "../ui/link-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";

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
