/**
 * What a stranger gets: the tarball in an empty folder, started with npx, and used as the README says. Its dependencies
 * are linked from this repository, so that no network is needed; with SANDBOX_INSTALL=npm (`npm run check:package`) npm
 * installs them as it would anywhere, beside the oldest Node that package.json promises.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const HOME = join(import.meta.dirname, "..");
const BY_NPM = env["SANDBOX_INSTALL"] === "npm";
const OLDEST_NODE = "20.0.0";
/** Whatever the caller's shell says: packing builds, and Node comes by a script. */
const WITH_SCRIPTS = ["--ignore-scripts=false"];

type Manifest = { version: string; dependencies: Record<string, string>; devDependencies: Record<string, string> };

let folder: string;
let packed: string[];
/** The Node of the stranger. */
let node: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stranger-"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const manifest = JSON.parse(await readFile(join(HOME, "package.json"), "utf8")) as Manifest;
  const { stdout } = await run("npm", ["pack", "--json", ...WITH_SCRIPTS, "--pack-destination", folder], { cwd: HOME });
  const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  packed = tarball!.files.map(({ path }) => path);
  if (BY_NPM) await install(tarball!.filename, manifest);
  else await link(tarball!.filename, manifest);
  node = BY_NPM ? join(folder, "node_modules/.bin/node") : process.execPath;
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

async function install(tarball: string, { devDependencies }: Manifest): Promise<void> {
  const packages = [`./${tarball}`, `alipay-sdk@${devDependencies["alipay-sdk"]}`, `node@${OLDEST_NODE}`];
  await run("npm", ["install", "--no-audit", "--no-fund", ...WITH_SCRIPTS, ...packages], { cwd: folder });
}

async function link(tarball: string, { dependencies }: Manifest): Promise<void> {
  const modules = join(folder, "node_modules");
  for (const part of [".bin", "alipay-sandbox"]) await mkdir(join(modules, part), { recursive: true });
  const own = join(modules, "alipay-sandbox");
  await run("tar", ["-xzf", join(folder, tarball), "-C", own, "--strip-components=1"]);
  for (const name of [...Object.keys(dependencies), "alipay-sdk"])
    await symlink(dirname(findPackageJSON(name, import.meta.url)!), join(modules, name));
  await chmod(join(own, "dist/server.js"), 0o755);
  await symlink("../alipay-sandbox/dist/server.js", join(modules, ".bin/alipay-sandbox"));
}

test("the tarball holds what runs, what is shown and what is read; no source, no test", () => {
  for (const file of [
    "README.md",
    "LICENSE",
    "dist/index.js",
    "dist/index.d.ts",
    "dist/server.js",
    "assets/console.js",
  ])
    expect(packed).toContain(file);
  const known =
    /^(README\.md|LICENSE|package\.json|dist\/[a-z0-9-]+\.(js|d\.ts)|(assets|screenshots)\/[a-z-]+\.[a-z]+)$/;
  expect(packed.filter((file) => !known.test(file) || /testing|test\./.test(file))).toEqual([]);
});

test("npx alipay-sandbox starts it, with its pages and their styles, and a signal ends it", async () => {
  const child = spawn("npx", ["--no-install", "alipay-sandbox"], {
    cwd: folder,
    env: { ...env, SANDBOX_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let said = "";
  while (!said.includes("\n")) said += String((await once(child.stdout, "data"))[0]);
  const url = /^SANDBOX_URL=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(said)?.[1] ?? "";
  expect(await (await fetch(`${url}/control/merchant`)).json()).toMatchObject({ gateway: `${url}/gateway.do` });
  const pages = await Promise.all(["/", "/assets/console.css", "/assets/console.js"].map((path) => fetch(url + path)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  const ended = once(child, "exit");
  process.kill(-child.pid!, "SIGTERM");
  await ended;
  await expect
    .poll(() =>
      fetch(url).then(
        () => "answers",
        () => "is gone",
      ),
    )
    .toBe("is gone");
});

test("the README's example buys, sees a signed notice, and ends by itself", async () => {
  const readme = await readFile(join(folder, "node_modules/alipay-sandbox/README.md"), "utf8");
  const [, example] = /```js\n(import [\s\S]+?)```/.exec(readme) ?? [];
  await writeFile(join(folder, "example.mjs"), example!);
  const { stdout } = await run(node, ["example.mjs"], { cwd: folder, timeout: 20_000 });
  expect(stdout).toBe("TRADE_SUCCESS 88.80 true\n");
  if (BY_NPM) expect((await run(node, ["--version"])).stdout.trim()).toBe(`v${OLDEST_NODE}`);
});

const TYPED = `
import { createAlipay, Refusal, type Bought, type LocalAlipay, type Notice } from "alipay-sandbox";
const alipay: LocalAlipay = await createAlipay({ clock: { mode: "frozen", at: 0 } });
const bought: Bought = alipay.buy("https://example.com", { until: "login" });
const notices: Notice[] = alipay.notices.list(bought.outTradeNo);
alipay.faults.add({ fault: "hang-after", times: notices.length });
// @ts-expect-error There is no such fault.
alipay.faults.add({ fault: "rain" });
const isRefusal = (error: unknown): string | undefined => (error instanceof Refusal ? error.subCode : undefined);
export { isRefusal };
`;

test("its types need no other, are checked without skipping any, and know the names of the faults", async () => {
  await writeFile(join(folder, "typed.ts"), TYPED);
  const compiler = join(dirname(findPackageJSON("typescript", import.meta.url)!), "bin/tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022", "typed.ts"];
  await run(process.execPath, [compiler, ...options], { cwd: folder });
});
