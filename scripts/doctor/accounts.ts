import type pg from "pg";
import type { AlipayAccount } from "../../lib/alipay-accounts.ts";
import { absentAccounts } from "../../lib/refunds/parts.ts";
import { error, ok, type Finding } from "./finding.ts";

interface Absent {
  readonly app_id: string;
  readonly seller_id: string | null;
  readonly attempts: number;
  readonly refunds: number;
}

/** Whether the keys are here of every account that open attempts and refunds belong to. `client`: with all migrations. */
export async function examineAccounts(client: pg.ClientBase, accounts: readonly AlipayAccount[]): Promise<Finding[]> {
  const { sql, parameters } = absentAccounts(accounts.map(({ appId }) => appId)).compile();
  const { rows } = await client.query<Absent>(sql, [...parameters]);
  if (rows.length === 0) return [ok("没有结果的付款和退款，收款账户的密钥都在配置里")];
  return rows.map(({ app_id, seller_id, attempts, refunds }) =>
    error(
      `${attempts} 笔付款和 ${refunds} 笔退款没有结果，它们属于应用 ${app_id}（商户号 ${seller_id ?? "未知"}），而它的密钥不在配置里`,
      "把这个账户写进 ALIPAY_ACCOUNTS_FILE（不必是 active）并重启；在那之前，系统不会关闭、退回或告诉买家什么",
    ),
  );
}
