import { createServiceKey } from "../../lib/accounts/create-service-key.ts";
import { saveSettings } from "../../lib/accounts/save-settings.ts";
import { listCatalog } from "../../lib/catalog/list-catalog.ts";
import { beijingDay } from "../../lib/core/day-range.ts";
import { after, beijingDayStart, DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/core/time.ts";
import { sendPendingNotices } from "../../lib/notices/send-pending-notices.ts";
import { addMissingGoods } from "../../prisma/catalogue.ts";
import { addDemoAccounts } from "../../prisma/demo.ts";
import { diceOf } from "../dice.ts";
import { dayAt } from "./buying.ts";
import { Diary } from "./diary.ts";
import { noteEpisodes } from "./episodes.ts";
import { noteInvoices } from "./invoicing.ts";
import { openShop, type Premises, type Shop } from "./shop.ts";
import { DAYS, FIRST_MEMBERS, join, noteEverydayLife, noteJobs } from "./story.ts";

/** Who comes, what they buy and when: the same on every machine. Numbers of orders and of trades are not. */
const SEED = 57;

/** Writes the history that ends now. `busy`: with everyday life around its episodes. */
export async function writeHistory(premises: Premises, until: Date, busy = true): Promise<void> {
  const from = after(beijingDayStart(beijingDay(until))!, -DAYS * DAY_MS);
  const diary = new Diary();
  const shop = await openShop({ dice: diceOf(SEED, "history"), diary, span: { from, until } }, premises);
  try {
    diary.note(dayAt(shop, 0, 8), () => openForBusiness(shop));
    noteJobs(shop);
    if (busy) noteEverydayLife(shop);
    noteEpisodes(shop);
    noteInvoices(shop);
    await diary.live(until, shop.turn);
  } finally {
    await shop.close();
  }
  // No mail server is configured here, so what the members were told stays in the app.
  await sendPendingNotices(until);
}

async function openForBusiness(shop: Shop): Promise<void> {
  const now = shop.now();
  await addMissingGoods(now);
  const accounts = await addDemoAccounts(now);
  for (const [post, role] of [
    ["admin", "ADMIN"],
    ["support", "SUPPORT"],
    ["finance", "FINANCE"],
  ] as const)
    shop.posts.set(post, accounts.get(role)!);
  const { id } = await createServiceKey(
    shop.posts.get("admin")!,
    { name: "画室后端", scopes: ["read", "customers", "credits"] },
    shop.by("admin"),
  );
  shop.posts.set("service", BigInt(id));
  await saveSettings({ supportContact: "工作日 9:30–18:30，support@demo.test" }, shop.by("admin"));
  await stock(shop);
  for (let i = 0; i < FIRST_MEMBERS; i += 1)
    shop.diary.noteAside(after(now, HOUR_MS + i * 50 * MINUTE_MS), () => join(shop));
}

async function stock({ goods }: Shop): Promise<void> {
  const { creditProducts, plans } = await listCatalog();
  for (const { name, id } of creditProducts) goods.set(name, { type: "CREDITS", productId: id });
  for (const { code, id } of plans)
    for (const billingCycle of ["MONTHLY", "YEARLY"] as const)
      goods.set(`${code} ${billingCycle}`, { type: "SUBSCRIPTION", planId: id, billingCycle });
}
