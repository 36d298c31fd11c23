/**
 * What an admin does before a product can sell: allows its site, makes it a key and adds the address that hears of purchases.
 * Prints both secrets, which `scripts/example.ts` keeps. `EXAMPLE_URL`: where the example is.
 */
import { createServiceKey } from "../lib/accounts/create-service-key.ts";
import { getSettings } from "../lib/accounts/get-settings.ts";
import { listMembers } from "../lib/accounts/list-members.ts";
import { saveSettings } from "../lib/accounts/save-settings.ts";
import type { Context } from "../lib/core/context.ts";
import { closeDatabase } from "../lib/db/pool.ts";
import { addEndpoint } from "../lib/events/endpoints.ts";
import { log } from "../lib/log.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { runScript } from "./script.ts";

const ADMIN = DEMO_ACCOUNTS.find(({ role }) => role === "ADMIN")!;

await runScript(async () => {
  log.level = "warn";
  const origin = process.env.EXAMPLE_URL!;
  try {
    const id = (await listMembers({ query: ADMIN.email })).list[0]!.id;
    const context: Context = { now: new Date(), actor: `admin:${BigInt(id)}` };
    const { returnOrigins } = await getSettings();
    if (!returnOrigins.includes(origin)) await saveSettings({ returnOrigins: [...returnOrigins, origin] }, context);
    const scopes = ["read", "customers", "checkout", "credits", "grants"] as const;
    const { key } = await createServiceKey(BigInt(id), { name: "问问的后端", scopes: [...scopes] }, context);
    const hook = { url: `${origin}/hook`, types: ["order.delivered" as const], description: "问问" };
    const { secret } = await addEndpoint(hook, null, context);
    console.log(`EXAMPLE=${JSON.stringify({ origin, key, secret })}`);
  } finally {
    await closeDatabase();
  }
});
