import { useQuery } from "@tanstack/react-query";
import { Callout } from "../ui/callout.tsx";
import { salesQuery } from "./queries.ts";

/** Said before somebody pays while Alipay does not answer; nothing otherwise. */
export function AlipayNotice() {
  const { data: sales } = useQuery(salesQuery());
  if (sales?.alipay !== "failing") return null;
  return (
    <Callout type="warning" title="支付宝现在不稳定">
      付款页可能打不开，到账可能晚几分钟。订单会保留，可以等恢复后再付；已经付的钱不会丢，会自动到账或原路退回。
    </Callout>
  );
}
