/**
 * A month of a shop's life before now, made by the verbs of the product on a turned clock (decision 57). `npm run demo` runs it
 * with the product's configuration, the address of the local Alipay and the port of the shop. Where somebody has an account
 * already there is nothing to make up.
 */
import { listMembers } from "../lib/accounts/list-members.ts";
import { closeDatabase } from "../lib/db/pool.ts";
import { log } from "../lib/log.ts";
import { writeHistory } from "./history/write.ts";
import { runScript } from "./script.ts";

await runScript(async () => {
  const { SANDBOX_URL, SHOP_PORT } = process.env;
  log.level = "warn";
  try {
    if ((await listMembers({})).list.length > 0) return console.log("历史：这里已经有人了，不另外编写。");
    await writeHistory({ sandboxUrl: SANDBOX_URL!, port: Number(SHOP_PORT) }, new Date());
    console.log("历史：写好了。");
  } finally {
    await closeDatabase();
  }
});
