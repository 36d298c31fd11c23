/** From the business fields of page.pay, wap.pay and precreate to a request to pay. */
import { randomBytes } from "node:crypto";
import { beijing, nextMidnight, parseBeijing } from "./beijing-time.ts";
import { invalid, optionalText, orderNumber, requiredText } from "./biz-content.ts";
import type { Identity, Product, Switches } from "./merchant.ts";
import { parseYuan } from "./money.ts";
import { refuse, type Fields } from "./refusal.ts";
import type { PayRequest } from "./trade.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS: Record<string, number> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** `longestAmount` counts characters: price(11) on the PC page, price(9) on WAP. */
const PRODUCTS: Record<Product, { codes: readonly string[]; longestAmount: number; shortestMs: number }> = {
  page: { codes: ["FAST_INSTANT_TRADE_PAY"], longestAmount: 11, shortestMs: MINUTE_MS },
  wap: { codes: ["QUICK_WAP_WAY"], longestAmount: 9, shortestMs: 5 * MINUTE_MS },
  precreate: { codes: ["FACE_TO_FACE_PAYMENT", "QR_CODE_OFFLINE"], longestAmount: 11, shortestMs: MINUTE_MS },
};

type Deadline = Pick<PayRequest, "expireAt" | "expiresAfterMs">;
type Asked = { now: number; firstAskedAt: (outTradeNo: string) => number; switches: Switches; merchant: Identity };

/**
 * Checks the fields by the documented rules and makes the request. `addresses` are the gateway parameters, which carry
 * notify_url and return_url. Throws ACQ.INVALID_PARAMETER and its like.
 */
export function readPayRequest(
  product: Product,
  biz: Fields,
  addresses: Record<string, string>,
  asked: Asked,
): PayRequest {
  const outTradeNo = orderNumber(biz, "out_trade_no") ?? requiredText(biz, "out_trade_no", 64);
  const amountFen = readAmount(biz, product);
  const subject = requiredText(biz, "subject", 256);
  if (/[/=&]/.test(subject)) throw invalid("subject");
  const productCode = readProductCode(biz, product);
  const goods = biz["goods_detail"];
  if (Array.isArray(goods) && goods.length > 150) throw refuse("ACQ.SUB_GOODS_SIZE_MAX_COUNT");
  const askedAt = asked.firstAskedAt(outTradeNo);
  const optional = {
    body: optionalText(biz, "body", 128),
    passbackParams: optionalText(biz, "passback_params", 512),
    quitUrl: optionalText(biz, "quit_url", 400),
    notifyUrl: addresses["notify_url"] || undefined,
    returnUrl: product === "precreate" ? undefined : addresses["return_url"] || undefined,
    codeDiesAt: product === "precreate" ? asked.now + 2 * HOUR_MS : undefined,
  };
  return {
    id: randomBytes(12).toString("hex"),
    merchant: asked.merchant,
    product,
    outTradeNo,
    amountFen,
    subject,
    productCode,
    context: JSON.stringify([amountFen, subject, ...(asked.switches.strictContext ? [productCode] : [])]),
    askedAt,
    ...readDeadline(product, biz, askedAt, asked),
    qrPayMode: readQrPayMode(biz),
    qrcodeWidth: Math.min(Math.max(Number(optionalText(biz, "qrcode_width", 4) ?? 200) || 200, 50), 1000),
    ...given(optional),
  };
}

function readAmount(biz: Fields, product: Product): number {
  const text = requiredText(biz, "total_amount", PRODUCTS[product].longestAmount);
  const fen = parseYuan(text);
  if (fen === undefined) throw invalid("total_amount");
  return fen;
}

function readProductCode(biz: Fields, product: Product): string {
  const { codes } = PRODUCTS[product];
  const code =
    product === "precreate"
      ? (optionalText(biz, "product_code", 64) ?? codes[0])
      : requiredText(biz, "product_code", 64);
  if (code === undefined || !codes.includes(code)) throw invalid("product_code");
  return code;
}

function readQrPayMode(biz: Fields): string {
  const mode = optionalText(biz, "qr_pay_mode", 2) ?? "2";
  if (!/^[0-4]$/.test(mode)) throw invalid("qr_pay_mode");
  return mode;
}

/** time_expire wins over timeout_express. Without either: 15 days, or 3 hours for a precreated code. */
function readDeadline(product: Product, biz: Fields, askedAt: number, { now, switches }: Asked): Deadline {
  const longestMs = switches.sandboxStrict ? 15 * HOUR_MS : 15 * DAY_MS;
  const absolute = optionalText(biz, "time_expire", 32);
  if (absolute !== undefined) {
    const expireAt = parseBeijing(absolute);
    if (expireAt === undefined || expireAt - now > longestMs)
      throw invalid(`time_expire（收到 ${absolute}，现在 ${beijing(now)}）`);
    return { expireAt };
  }
  const fallback = switches.sandboxStrict ? "15h" : "15d";
  const express = optionalText(biz, "timeout_express", 6) ?? (product === "precreate" ? "3h" : fallback);
  if (express === "1c") return { expireAt: nextMidnight(askedAt) };
  const match = /^(\d+)([mhd])$/.exec(express);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? NaN);
  if (!(ms >= PRODUCTS[product].shortestMs && ms <= longestMs)) throw invalid("timeout_express");
  return product === "wap" ? { expireAt: now + longestMs, expiresAfterMs: ms } : { expireAt: askedAt + ms };
}

/** Leaves out what is undefined. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
