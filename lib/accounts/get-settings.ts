import type { SettingsView } from "../contracts/settings.ts";
import { DEFAULT_SHOP_NAME } from "../core/shop.ts";
import { findSettings } from "./store.ts";

const NOTHING_SET: SettingsView = {
  shopName: null,
  supportContact: null,
  termsUrl: null,
  privacyUrl: null,
  filingNumber: null,
  summaryHour: null,
  mark: null,
  refundAutoLimitFen: null,
  creditsAloneLimit: null,
  returnOrigins: [],
};

/** What the admins have set. One read. */
export async function getSettings(): Promise<SettingsView> {
  return (await findSettings()) ?? NOTHING_SET;
}

/** What the shop is called in pages, mails and at the cashier. One read. */
export async function getShopName(): Promise<string> {
  return (await getSettings()).shopName ?? DEFAULT_SHOP_NAME;
}

/** The sites that buyers may be sent back to besides this one. One read. */
export async function getReturnOrigins(): Promise<readonly string[]> {
  return (await getSettings()).returnOrigins;
}
