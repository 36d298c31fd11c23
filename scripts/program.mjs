// Where the programs of installed packages are. Plain JavaScript: bootstrap.mjs needs it.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The packages of programs that have another name. */
const PACKAGES = new Map([
  ["tsc", "typescript"],
  ["depcruise", "dependency-cruiser"],
  ["playwright", "@playwright/test"],
]);

/**
 * The file of a package's program, for Node to run: node_modules/.bin has shell scripts in its place on Windows, and its
 * links look for whatever `node` is in the path.
 * @param {string} root
 * @param {string} name as in node_modules/.bin
 * @returns {string | null} null: it is not installed
 */
export function programOf(root, name) {
  const folder = resolve(root, "node_modules", PACKAGES.get(name) ?? name);
  const description = resolve(folder, "package.json");
  if (!existsSync(description)) return null;
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(description, "utf8"));
  const file = typeof bin === "string" ? bin : bin[name];
  return file === undefined ? null : resolve(folder, file);
}
