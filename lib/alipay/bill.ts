import type { BillAnswer } from "../channels/channel.ts";
import { BILL_FILE_MS } from "../core/lease.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { readBill } from "./bill-file.ts";
import { ask, text, word } from "./call.ts";
import type { AccountSdk } from "./sdk.ts";

const METHOD = "alipay.data.dataservice.bill.downloadurl.query";

const MAX_ZIP_BYTES = 16 * 1024 * 1024;

/**
 * Alipay sometimes returns http links. The file is not signed, so we rely on the signed answer that contains the link
 * and on TLS: if the gateway uses https, the link is upgraded to https.
 */
export function linkAddress(link: string, gateway: string): URL {
  const url = new URL(link);
  if (gateway.startsWith("https:")) url.protocol = "https:";
  return url;
}

async function fetchZip(link: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(BILL_FILE_MS);
  const response = await fetch(linkAddress(link, env().alipay.gateway), {
    redirect: "error",
    cache: "no-store",
    signal,
  });
  if (response.status !== 200 || !response.body) throw new Error(`the link answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MAX_ZIP_BYTES) throw new Error(`the zip is larger than ${MAX_ZIP_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const NOTHING: BillAnswer = { outcome: "done", lines: [], setAside: [], receivedFen: 0 };

/**
 * Every trade and refund that Alipay finished on a Beijing day ("2026-01-31"). Ready from about 09:00 of the next day;
 * notReady before, and for ever where nothing happened (docs/alipay.md A17). unknown: no answer, an expired link, or a file that
 * fails validation; retry later.
 */
export async function downloadBill(sdk: AccountSdk, day: string, now: Date): Promise<BillAnswer> {
  const answer = await ask(
    sdk,
    METHOD,
    { bill_type: "trade", bill_date: day },
    ["BILL_NOT_EXIST", "NO_BILL_DATA"],
    now,
  );
  if (answer.outcome === "unknown") return answer;
  if (answer.outcome === "refused") return answer.code === "NO_BILL_DATA" ? NOTHING : { outcome: "notReady" };
  if (word(answer.reply, "bill_file_code") === "EMPTY_DATA_WITH_BILL_FILE") return NOTHING;
  try {
    const zip = await fetchZip(text(answer.reply, "bill_download_url") ?? "");
    return { outcome: "done", ...readBill(zip, { day, sellerId: sdk.account.sellerId }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    log.warn({ day, reason }, "a bill could not be read");
    return { outcome: "unknown", reason };
  }
}
