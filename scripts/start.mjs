// npm start: chooses the Node, before start.ts, which an old one cannot read.
import { fileURLToPath } from "node:url";
import { chooseNode, handOver, isNewEnough, noNodeFor } from "./bootstrap.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const running = { path: process.execPath, version: process.versions.node };
const node = chooseNode(ROOT, running);
if (node === null) {
  console.error(noNodeFor(running.version));
  process.exit(1);
}
// npm puts the pinned Node in front of the path, so that most often it is here already: one process less to signal.
if (isNewEnough(running.version)) await import("./start.ts");
else handOver(node, ["scripts/start.ts", ...process.argv.slice(2)], process.env);
