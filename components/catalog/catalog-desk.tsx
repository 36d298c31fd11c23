import { PageHead } from "../ui/page-head.tsx";
import { PackDesk } from "./pack-desk.tsx";
import { PlanDesk } from "./plan-desk.tsx";

/** Packs and plans, as an admin changes them. */
export function CatalogDesk() {
  return (
    <>
      <PageHead title="商品">
        保存后商店立刻按新的卖。已有的订单和正在用的套餐不受影响；每一版都留着，谁改了什么记入审计。
      </PageHead>
      <PackDesk />
      <PlanDesk />
    </>
  );
}
