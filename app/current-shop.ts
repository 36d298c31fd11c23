import { cache } from "react";
import type { Shop } from "@/components/shell/shop.ts";
import { getSettings } from "@/lib/accounts/get-settings.ts";
import { DEFAULT_SHOP_NAME } from "@/lib/core/shop.ts";
import { log } from "@/lib/log.ts";

/** What the current page says of the shop. One read per page, however often it is asked; where it fails, nothing is set. */
export const currentShop = cache(async (): Promise<Shop> => {
  const settings = await getSettings().catch((error: unknown) => {
    log.error({ error }, "a page was drawn without the shop's settings");
    return null;
  });
  const { shopName = null, mark = null, termsUrl = null, privacyUrl = null, filingNumber = null } = settings ?? {};
  const markUrl = mark && `/api/mark/${mark}`;
  return { name: shopName ?? DEFAULT_SHOP_NAME, markUrl, termsUrl, privacyUrl, filingNumber };
});
