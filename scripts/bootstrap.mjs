// The first stage of every command: runs on whatever Node ≥ 20 the machine has, with nothing installed.
// Installs what package-lock.json names when it is not there, then hands over to the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv, commandEnv } from "./environment.mjs";
import { programOf } from "./program.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const PINNED_MAJOR = 24;

/**
 * Why no Node runs our TypeScript, and what to do about it.
 * @param {string} version of the running one
 * @param {{ isMusl: boolean }} host
 * @returns {string}
 */
export function noNodeFor(version, { isMusl } = hostOf()) {
  if (isMusl)
    return `这个系统用 musl（例如 Alpine），npm 里的 Node 在它上面运行不了：请自己安装 Node ${PINNED_MAJOR} 以上（现在是 v${version}），例如 apk add nodejs-current npm。
内置的 PostgreSQL 也运行不了：请设置 DATABASE_URL 使用自己的。`;
  return `依赖装好了，但 node 这个包没有放好它的程序：多半因为 npm 的 ignore-scripts 是打开的，安装脚本没有运行。
请任选一种办法，再运行一次：
  npm rebuild --ignore-scripts=false     运行 package.json 的 allowScripts 允许的安装脚本
  或者自己安装 Node ${PINNED_MAJOR} 以上（现在是 v${version}）`;
}

/**
 * What decides which programs of npm's packages run here. musl: they are built for glibc, and do not start.
 * @returns {{ platform: NodeJS.Platform, isMusl: boolean }}
 */
function hostOf() {
  const mayBeMusl =
    process.platform === "linux" &&
    existsSync("/lib") &&
    readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  return { platform: process.platform, isMusl: mayBeMusl && !usesGlibc() };
}

/** A machine may have both, so the running Node is asked. */
function usesGlibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime !== undefined;
}

/**
 * Is something that package-lock.json asks for not installed? npm writes what it installed to
 * node_modules/.package-lock.json, as the last thing it does. Optional packages belong to other machines or may fail.
 * A package of this repository is in its own folder, and the link to it has no version: neither can be missing.
 * @param {string} root
 * @param {{ withDev: boolean }} options without the development packages, for a production machine
 * @returns {boolean}
 */
export function isStale(root, { withDev }) {
  return firstMissing(root, withDev) !== null;
}

/**
 * @param {string} root
 * @param {boolean} withDev
 * @returns {string | null} the place of a package that is not installed as it should be
 */
function firstMissing(root, withDev) {
  const installedFile = resolve(root, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return "node_modules";
  const wanted = packagesOf(resolve(root, "package-lock.json"));
  const installed = packagesOf(installedFile);
  const missing = Object.entries(wanted).find(
    ([path, { version, optional, dev, link }]) =>
      path.includes("node_modules/") && !link && !optional && (withDev || !dev) && installed[path]?.version !== version,
  );
  return missing?.[0] ?? null;
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
  const { status } = spawnSync(command, [...prefix, ...args], {
    cwd: ROOT,
    env: childEnv(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  const missing = firstMissing(ROOT, true);
  if (status !== 0 || missing !== null) {
    console.error(
      status === 0
        ? `npm 说装好了，${missing} 却不是 package-lock.json 要的那个：请看 npm config list 里有没有 omit、workspaces 这样的设置。`
        : "npm 没有装好依赖，原因在上面它自己的话里；多半是网络到不了 npm，或磁盘没有空间。",
    );
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

/**
 * The Node that runs our TypeScript: the pinned one, else the running one where it is new enough; null when neither will
 * do. The pinned one is put in its place by an install script, which npm does not run under `ignore-scripts`.
 * @param {string} root
 * @param {{ path: string, version: string }} running
 * @param {{ platform: NodeJS.Platform, isMusl: boolean }} host
 * @returns {string | null}
 */
export function chooseNode(root, { path, version }, { platform, isMusl } = hostOf()) {
  // On Windows node_modules/.bin has scripts that only a shell runs.
  const pinned = resolve(root, platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/.bin/node");
  if (!isMusl && existsSync(pinned)) return pinned;
  return isNewEnough(version) ? path : null;
}

/**
 * Whether a Node runs our TypeScript.
 * @param {string} version
 */
export function isNewEnough(version) {
  return majorOf(version) >= PINNED_MAJOR;
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.split(".")[0]);
}

/**
 * Prisma looks for a schema engine that generating never runs; any existing program ends the search (and a download).
 * A production machine has no use for the table types, nor the package that writes them.
 * @param {boolean} isRuntime
 */
function generateClient(isRuntime) {
  const prisma = programOf(ROOT, "prisma");
  const env = childEnv({ PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  const args = ["generate", ...(isRuntime ? ["--generator", "client"] : [])];
  const { status, stderr } = prisma
    ? spawnSync(process.execPath, [prisma, ...args], { cwd: ROOT, env, encoding: "utf8" })
    : { status: 1, stderr: "" };
  if (status === 0) return;
  console.error(`数据库客户端没有生成出来，请先运行 npm ci 和 npm run build。\n${stderr ?? ""}`);
  process.exit(1);
}

/**
 * Runs a command in another Node and ends as it does.
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function handOver(node, args, env) {
  const child = spawn(node, args, { cwd: ROOT, stdio: "inherit", env });
  // The child stops what it started, and we wait for it. A terminal sends Ctrl-C to both of us: it then gets the signal
  // twice.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  // npm passes a signal to its shell alone, which exits without forwarding it.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

/**
 * Reads `[--runtime] [--reads=NAME,…] script [argument…]`. `--runtime` marks the commands of a production machine: they
 * are content without the development packages, and read the product's configuration from the environment and from .env,
 * as the server does. `--reads` names what else the command reads; everything else of the shell stays outside.
 * @param {readonly string[]} given
 */
function commandOf(given) {
  const isRuntime = given[0] === "--runtime";
  const [first = "", ...others] = isRuntime ? given.slice(1) : given;
  const reads = /^--reads=(.+)$/.exec(first)?.[1]?.split(",");
  const args = reads ? others : [first, ...others];
  return {
    isRuntime,
    reads: reads ?? [],
    args: isRuntime ? ["--import", "./scripts/load-env-file.ts", ...args] : args,
  };
}

function main() {
  const running = { path: process.execPath, version: process.versions.node };
  if (majorOf(running.version) < 20) {
    console.error(`需要 Node 20 或更新的版本，现在是 ${process.version}。请先升级 Node。`);
    process.exit(1);
  }
  const { isRuntime, reads, args } = commandOf(process.argv.slice(2));
  if (isStale(ROOT, { withDev: !isRuntime })) install();
  const node = chooseNode(ROOT, running);
  if (node === null) {
    console.error(noNodeFor(running.version));
    process.exit(1);
  }
  // The Node that runs comes first: whatever a program looks for as `node` is the same.
  process.env.PATH = [dirname(node), resolve(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);
  if (isClientStale(ROOT)) generateClient(isRuntime);
  handOver(node, args, commandEnv({ isConfigured: isRuntime, reads }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
