/** npm run listen -- --forward http://127.0.0.1:4000/hook: prints the shop's events and posts them to a developer's machine. */
import { listen, listeningOf } from "./listen-command.ts";
import { runScript } from "./script.ts";

const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());

await runScript(async () => {
  try {
    await listen(listeningOf(process.argv.slice(2), process.env), (line) => console.log(line), ending.signal);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  }
});
