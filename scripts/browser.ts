import { execFileSync, spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { aptInstall } from "./apt.ts";
import { childEnv } from "./environment.mjs";
import { programOf } from "./program.mjs";
import { ROOT } from "./stages.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** For a browser that runs as root in a container, and that must not talk to anybody but us. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser to test with: the machine's own Chromium or Chrome, else Playwright's. null when there is none that runs. */
export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder && !folder.includes("node_modules"));
  const installed = NAMES.flatMap((name) => folders.map((folder) => resolve(folder, name)));
  return [...installed, MAC, chromium.executablePath()].find(runs) ?? null;
}

/** A file of that name is not enough: a browser without its libraries, or a stub that points to a store, does not run. */
function runs(file: string): boolean {
  return spawnSync(file, ["--version"], { env: childEnv(), stdio: "ignore", timeout: 20_000 }).status === 0;
}

/** Installs a browser when there is none. Throws a sentence when that is not possible. */
export async function ensureBrowser(): Promise<void> {
  if (findBrowser()) return ensureFonts();
  const isRoot = process.getuid?.() === 0;
  if (await answers("https://cdn.playwright.dev")) {
    console.log("正在安装测试用的浏览器……");
    attempt(process.execPath, [
      programOf(ROOT, "playwright")!,
      "install",
      ...(isRoot ? ["--with-deps"] : []),
      "chromium",
    ]);
  }
  if (!findBrowser()) aptInstall("chromium", "fonts-noto-cjk");
  if (!findBrowser())
    throw new Error("没有可用的浏览器，也没能装上一个：请安装 Chromium 或 Chrome，再运行一次 npm test。");
  ensureFonts();
}

/** Without a Chinese font the pages work but their screenshots show boxes. */
function ensureFonts(): void {
  const fonts = spawnSync("fc-list", [":lang=zh"], { env: childEnv(), encoding: "utf8" }).stdout;
  if (fonts === "") aptInstall("fonts-noto-cjk");
}

/** True when the command went well; what it says when it does not goes to the screen, and the next way is tried. */
function attempt(command: string, args: readonly string[]): boolean {
  try {
    const env = childEnv({ DEBIAN_FRONTEND: "noninteractive" });
    execFileSync(command, args, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
    return true;
  } catch {
    return false;
  }
}

/** A download that cannot begin would be retried for minutes; one short question spares that. */
async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}
