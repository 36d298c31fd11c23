import type { APIRequestContext } from "@playwright/test";
import { Member, type Goods } from "./member.ts";

/** A member with history, for read-only tests. */
export interface Customer {
  readonly cookies: Awaited<ReturnType<APIRequestContext["storageState"]>>;
  readonly paid: string;
  readonly pending: string;
  readonly closed: string;
  readonly refunded: string;
  readonly memberId: number;
  /** Waits for an admin. */
  readonly reviewed: string;
}

/** Buys, spends, gives up, asks back: a little of everything that the pages can show. */
export async function makeCustomer(request: APIRequestContext): Promise<Customer> {
  const member = await Member.join(request);
  const buy = async (goods: Goods) => (await member.buy(goods)).orderSn;
  const refunded = await buy({ pack: "尝鲜包" });
  await member.askBack(refunded, "买错了");
  const paid = await buy({ pack: "标准包" });
  await member.spend(120);
  const invoiced = [await buy({ plan: "基础版", cycle: "monthly" }), await buy({ plan: "基础版", cycle: "monthly" })];
  await member.askInvoice(invoiced, "某某科技有限公司");
  await buy({ plan: "专业版", cycle: "yearly" });
  const reviewed = await buy({ pack: "团队包" });
  await member.askBack(reviewed, "项目取消了");
  const closed = (await member.place({ pack: "进阶包" })).orderSn;
  await member.cancel(closed);
  const pending = (await member.place({ plan: "旗舰版", cycle: "monthly" })).orderSn;
  return {
    cookies: await request.storageState(),
    paid,
    pending,
    closed,
    refunded,
    reviewed,
    memberId: await member.id(),
  };
}
