/** npm run catalog -- pull | diff | push: the catalogue of DATABASE_URL as a file. */
import { closeDatabase } from "../lib/db/pool.ts";
import { catalogCommand } from "./catalog-command.ts";
import { runScript } from "./script.ts";

await runScript(async () => {
  try {
    await catalogCommand(process.argv.slice(2), new Date(), (line) => console.log(line));
  } finally {
    await closeDatabase();
  }
});
