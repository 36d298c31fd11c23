import type { Bill, MerchantAccount } from "../channels/channel.ts";
import { channelOf } from "../channels/channels.ts";
import { findBilledSellers, isBooked } from "./bill-differences.ts";
import { isQuiet, type BillOf } from "./rules.ts";

/** What came of asking for a bill. quiet: there is none, because nothing happened. Else why it is not here, for a person. */
type Brought =
  | ({ readonly outcome: "done" } & Bill)
  | { readonly outcome: "quiet" }
  | { readonly outcome: "notReady"; readonly reason: string }
  | { readonly outcome: "unknown"; readonly reason: string };

/**
 * The bills of a day of every seller that may have one, as one bill: a bill is the seller's, whichever app asks for it. Whole or
 * not at all, because our records on one that is not here would seem to be on none.
 */
export async function downloadBills(day: BillOf, now: Date): Promise<Brought> {
  const accounts = channelOf(day).accounts();
  const sellers = new Set([accounts[0].merchant.sellerId, ...(await findBilledSellers(day))]);
  const bills = await Promise.all(
    [...sellers].map(async (sellerId): Promise<Brought> => {
      const account = accounts.find(({ merchant }) => merchant.sellerId === sellerId);
      if (account) return billOf(account, day, now);
      return { outcome: "notReady", reason: `没有商户号 ${sellerId} 的密钥，拿不到它这一天的账单` };
    }),
  );
  const missing =
    bills.find(({ outcome }) => outcome === "unknown") ?? bills.find(({ outcome }) => outcome === "notReady");
  if (missing) return missing;
  const done = bills.filter((bill) => bill.outcome === "done");
  if (done.length === 0) return { outcome: "quiet" };
  const lines = done.flatMap((bill) => bill.lines).map((line, i) => ({ ...line, lineNo: i + 1 }));
  return { outcome: "done", lines, setAside: done.flatMap((bill) => bill.setAside) };
}

async function billOf(account: MerchantAccount, day: BillOf, now: Date): Promise<Brought> {
  const bill = await account.downloadBill(day.billDate, now);
  if (bill.outcome !== "notReady") return bill;
  const booked = await isBooked(day, account.merchant.sellerId);
  if (isQuiet(day.billDate, booked, now)) return { outcome: "quiet" };
  return { outcome: "notReady", reason: booked ? "没有这一天的账单，而账上这一天有收支" : "还没有这一天的账单" };
}
