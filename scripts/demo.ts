/** npm run demo: the whole world on this machine, in production mode. */
import { runWorld } from "./run-world.ts";

await runWorld("production");
