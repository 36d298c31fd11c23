/** npm run dev: the same world with hot reload. */
import { runWorld } from "./run-world.ts";

await runWorld("development");
