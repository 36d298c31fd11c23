/** Bills: the method that issues a link, and the link, which expires after 30 seconds. */
import { beijingDay, beijingHour, nextMidnight, parseBeijing } from "./beijing-time.ts";
import { billRows } from "./bill-rows.ts";
import { billAccount, detailText, summaryText } from "./bill-text.ts";
import { optionalText } from "./biz-content.ts";
import { encode } from "./charset.ts";
import { newTraceId } from "./identifiers.ts";
import { refuse, type Fields } from "./refusal.ts";
import { text, type Reply } from "./reply.ts";
import type { Sandbox } from "./sandbox.ts";
import { zip } from "./zip.ts";

const LINK_LIVES_MS = 30_000;
/** A month's bill is there from the third day of the next month. */
const MONTH_READY_MS = 2 * 86_400_000;

/** `alipay.data.dataservice.bill.downloadurl.query`: a link to the seller's bill of a past day or month. */
export function billDownloadUrl(biz: Fields, sellerId: string, sandbox: Sandbox): Fields {
  const { bills, book, clock, origin, switches } = sandbox;
  if (optionalText(biz, "bill_type", 32) !== "trade") throw refuse("TYPE_NOT_SUPPORTED");
  const period = optionalText(biz, "bill_date", 10) ?? "";
  const span = spanOf(period);
  if (!span) throw refuse("INVAILID_ARGUMENTS");
  if (!isReady(period, span.until, sandbox)) throw refuse(switches.billNotExist);
  const empty = billRows(book.all(), { sellerId, period }, bills.differences).length === 0;
  // The real gateway does not tell a day on which nothing happened from one whose bill is not written yet.
  if (empty && switches.emptyBill === "NOT_EXIST") throw refuse(switches.billNotExist);
  if (empty && switches.emptyBill === "NO_BILL_DATA") throw refuse("NO_BILL_DATA");
  const token = bills.newLink({ sellerId, period, diesAt: clock.now() + LINK_LIVES_MS });
  const address = new URL("/downloadBillFile.resource", origin);
  const query = {
    bizType: "trade",
    userId: sellerId,
    fileType: "csv.zip",
    bizDates: period.replaceAll("-", ""),
  };
  const file = { downloadFileName: `${fileStem(sellerId, period)}.csv.zip`, fileId: newTraceId() };
  for (const [name, value] of Object.entries({ ...query, ...file, timestamp: String(clock.now()), token })) {
    address.searchParams.set(name, value);
  }
  return { ...(empty ? { bill_file_code: switches.emptyBill } : {}), bill_download_url: address.href };
}

/** The download itself, which is not signed. Alipay's answer to an expired link is unknown; here 403 and a page. */
export function downloadBill(url: URL, { bills, book, clock, switches }: Sandbox): Reply {
  const link = bills.link(url.searchParams.get("token") ?? "");
  const span = link && spanOf(link.period);
  if (!link || !span || clock.now() >= link.diesAt) {
    return text(403, "text/html", "<html><body>下载链接已过期，请重新获取</body></html>", "gbk");
  }
  const rows = billRows(book.all(), link, bills.differences);
  const head = { sellerId: link.sellerId, ...span, exportedAt: clock.now(), switches };
  const stem = fileStem(link.sellerId, link.period);
  const body = zip([
    { name: `${stem}_业务明细.csv`, bytes: encode(detailText(rows, head), "gbk") },
    { name: `${stem}_业务明细(汇总).csv`, bytes: encode(summaryText(rows, head), "gbk") },
  ]);
  const disposition = `attachment; filename="${stem}.csv.zip"`;
  return { status: 200, headers: { "Content-Type": "application/zip", "Content-Disposition": disposition }, body };
}

const fileStem = (sellerId: string, period: string): string => `${billAccount(sellerId)}_${period.replaceAll("-", "")}`;

/** The first instant of a day or month and the first one after it; undefined for a date that does not exist. */
function spanOf(period: string): { from: number; until: number } | undefined {
  const day = /^\d{4}-\d{2}$/.test(period) ? `${period}-01` : period;
  const from = parseBeijing(`${day} 00:00:00`);
  if (from === undefined) return undefined;
  if (day === period) return { from, until: nextMidnight(from) };
  let until = nextMidnight(from);
  while (beijingDay(until).startsWith(period)) until = nextMidnight(until);
  return { from, until };
}

/** Days are ready the next morning, months on the third day after. */
function isReady(period: string, until: number, { clock, switches }: Sandbox): boolean {
  const now = clock.now();
  if (now < until) return false;
  if (period.length === 7) return now >= until + MONTH_READY_MS;
  return now >= nextMidnight(until) || beijingHour(now) >= switches.billReadyHour;
}
