import type { Bill, BillLine, MerchantAccount } from "../channels/channel.ts";
import { channelOf } from "../channels/channels.ts";
import { findBilledSellers, isBooked } from "./bill-differences.ts";
import { isQuiet, type BillOf } from "./rules.ts";

/** The bill of one seller. */
export interface SellerBill extends Omit<Bill, "lines"> {
  readonly sellerId: string;
}

/** The bills of a day as one: its lines, each with its seller, and what each bill says beside them. */
export interface DayBill {
  readonly lines: readonly (BillLine & { readonly sellerId: string })[];
  readonly sellers: readonly SellerBill[];
}

/** What came of asking for a bill. quiet: there is none, because nothing happened. Else why it is not here, for a person. */
type Brought<Done = DayBill> = ({ readonly outcome: "done" } & Done) | Missing;

type Missing =
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
    [...sellers].map(async (sellerId): Promise<Brought<SellersOwn>> => {
      const account = accounts.find(({ merchant }) => merchant.sellerId === sellerId);
      if (account) return billOf(account, day, now);
      return { outcome: "notReady", reason: `没有商户号 ${sellerId} 的密钥，拿不到它这一天的账单` };
    }),
  );
  const missing = bills.find((bill) => bill.outcome === "unknown") ?? bills.find((bill) => bill.outcome === "notReady");
  if (missing) return missing;
  const done = bills.filter((bill) => bill.outcome === "done");
  if (done.length === 0) return { outcome: "quiet" };
  const lines = done.flatMap(({ lines: own, sellerId }) => own.map((line) => ({ ...line, sellerId })));
  return {
    outcome: "done",
    lines: lines.map((line, i) => ({ ...line, lineNo: i + 1 })),
    sellers: done.map(({ sellerId, setAside, receivedFen }) => ({ sellerId, setAside, receivedFen })),
  };
}

type SellersOwn = Bill & { readonly sellerId: string };

async function billOf(account: MerchantAccount, day: BillOf, now: Date): Promise<Brought<SellersOwn>> {
  const bill = await account.downloadBill(day.billDate, now);
  const { sellerId } = account.merchant;
  if (bill.outcome === "done") return { ...bill, sellerId };
  if (bill.outcome !== "notReady") return bill;
  const booked = await isBooked(day, sellerId);
  if (isQuiet(day.billDate, booked, now)) return { outcome: "quiet" };
  return { outcome: "notReady", reason: booked ? "没有这一天的账单，而账上这一天有收支" : "还没有这一天的账单" };
}
