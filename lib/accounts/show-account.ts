import type { AccountView } from "../contracts/accounts.ts";
import { env } from "../env.ts";
import { findOwnAccount } from "./store.ts";
import { accountView } from "./view.ts";

/** The account as its member sees it. One read. */
export async function showAccount(memberId: bigint): Promise<AccountView> {
  return accountView(await findOwnAccount(memberId), env().mail !== null);
}
