// The first stage of every command: runs on whatever Node ≥ 20 the machine has, with nothing installed.
// Installs what package-lock.json names when it is not there, then hands over to the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Is something that package-lock.json asks for not installed? npm writes what it installed to
 * node_modules/.package-lock.json, as the last thing it does. Optional packages belong to other machines or may fail.
 * A package of this repository is in its own folder, and the link to it has no version: neither can be missing.
 * @param {string} root
 * @param {{ withDev: boolean }} options without the development packages, for a production machine
 * @returns {boolean}
 */
export function isStale(root, { withDev }) {
  const installedFile = resolve(root, "node_modules/.package-lock.json");
  if (!existsSync(installedFile) || !existsSync(resolve(root, "node_modules/.bin/node"))) return true;
  const wanted = packagesOf(resolve(root, "package-lock.json"));
  const installed = packagesOf(installedFile);
  return Object.entries(wanted).some(
    ([path, { version, optional, dev, link }]) =>
      path.includes("node_modules/") && !link && !optional && (withDev || !dev) && installed[path]?.version !== version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, dev?: boolean, link?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

function install() {
  console.log("正在安装依赖，通常需要一两分钟……");
  const started = Date.now();
  // Development packages too, whatever NODE_ENV says: the build and the embedded database are among them.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const { status } = spawnSync(command, [...prefix, ...args], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0 || isStale(ROOT, { withDev: true })) {
    console.error("依赖没有装好：请检查网络能否访问 npm，以及磁盘是否有空间，然后再运行一次。");
    process.exit(1);
  }
  console.log(`依赖已装好（${Math.round((Date.now() - started) / 1000)} 秒）。`);
}

/**
 * Is the database client missing, or older than the schema it comes from?
 * @param {string} root
 * @returns {boolean}
 */
export function isClientStale(root) {
  const client = resolve(root, "lib/db/generated/client.ts");
  return !existsSync(client) || statSync(client).mtimeMs < statSync(resolve(root, "prisma/schema.prisma")).mtimeMs;
}

/** Prisma looks for a schema engine that generating never runs; any existing program ends the search (and a download). */
function generateClient() {
  const prisma = resolve(ROOT, "node_modules/.bin/prisma");
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { status, stderr } = spawnSync(prisma, ["generate"], { cwd: ROOT, env, encoding: "utf8" });
  if (status === 0) return;
  console.error(`数据库客户端没有生成出来，请先运行 npm ci 和 npm run build。\n${stderr ?? ""}`);
  process.exit(1);
}

/** @param {string[]} args */
function handOver(args) {
  const bin = resolve(ROOT, "node_modules/.bin");
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const child = spawn(resolve(bin, "node"), args, { cwd: ROOT, stdio: "inherit", env });
  // The child stops what it started, and we wait for it. A terminal sends Ctrl-C to both of us: it then hears it twice.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  // npm passes a signal to its shell alone, which dies of it without a word to us.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    console.error(`需要 Node 20 或更新的版本，现在是 ${process.version}。请先升级 Node。`);
    process.exit(1);
  }
  // `--runtime` marks the commands of a production machine, which are content without the development packages.
  const isRuntime = process.argv[2] === "--runtime";
  if (isStale(ROOT, { withDev: !isRuntime })) install();
  if (isClientStale(ROOT)) generateClient();
  // Next reads .env for the server; what works beside it must not look elsewhere. A demo or a test brings a database of its own.
  handOver(isRuntime ? ["--env-file-if-exists=.env", ...process.argv.slice(3)] : process.argv.slice(2));
}
