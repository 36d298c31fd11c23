/** npm run packages: what came with npm install, and whether it may: install scripts, licences, known holes. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ROOT } from "./stages.ts";
import { runScript } from "./script.ts";
import { childEnv } from "./environment.mjs";

export interface Lock {
  readonly packages: Readonly<
    Record<string, { dev?: boolean; link?: boolean; license?: string; hasInstallScript?: boolean }>
  >;
}

export interface Policy {
  /** SPDX names that ask for nothing but being named. */
  readonly licences: readonly string[];
  /** Package or scope prefix → why its licence is all right all the same. */
  readonly licenceExceptions: Readonly<Record<string, string>>;
  /** Advisories that we live with, each with a reason and a day after which it must be looked at again. */
  readonly advisoryExceptions: readonly { readonly id: string; readonly reason: string; readonly until: string }[];
}

/** A package of this repository is named by its folder. */
const nameOf = (path: string) => path.split("node_modules/").at(-1)!;

/** Packages that want to run code while being installed and that package.json's allowScripts does not name, either way. */
export function unnamedScripts(lock: Lock, allowScripts: Readonly<Record<string, boolean>>): string[] {
  const named = Object.keys(allowScripts);
  return Object.entries(lock.packages)
    .filter(([path, entry]) => entry.hasInstallScript && !named.includes(nameOf(path)))
    .map(([path]) => nameOf(path));
}

/** Production packages whose licence the policy does not allow. A link has none: what it points to is an entry too. */
export function unwelcomeLicences(lock: Lock, { licences, licenceExceptions }: Policy): string[] {
  const exempt = Object.keys(licenceExceptions);
  return Object.entries(lock.packages)
    .filter(
      ([path, { dev, link }]) =>
        path !== "" && !dev && !link && !exempt.some((prefix) => nameOf(path).startsWith(prefix)),
    )
    .filter(([, { license = "" }]) => !isAllowed(license, licences))
    .map(([path, { license }]) => `${nameOf(path)}: ${license}`);
}

/** "(A OR B)" is fine when one is, "A AND B" when both are. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const alternatives = expression.replace(/[()]/g, "").split(/ or /i);
  return alternatives.some((part) => part.split(/ and /i).every((name) => allowed.includes(name.trim())));
}

export interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        readonly via: readonly (string | { readonly url: string; readonly title: string; readonly severity: string })[];
      }
    >
  >;
}

/** What npm's advisory database knows about our packages, but for the exceptions that still hold. */
export function openAdvisories(report: AuditReport, { advisoryExceptions }: Policy, now: Date): string[] {
  const lived = new Set(advisoryExceptions.filter(({ until }) => now < new Date(until)).map(({ id }) => id));
  const found = Object.entries(report.vulnerabilities ?? {}).flatMap(([name, { via }]) =>
    via.flatMap((cause) => (typeof cause === "string" ? [] : [{ name, ...cause, id: cause.url.split("/").at(-1)! }])),
  );
  return found
    .filter(({ id, severity }) => severity !== "low" && severity !== "info" && !lived.has(id))
    .map(({ name, id, severity, title }) => `${name}: ${id} (${severity}) ${title}`);
}

/** Null: the registry has no advisory database to ask (a mirror, no network). That is said, and fails nobody's build. */
function askRegistry(): AuditReport | null {
  const { stdout } = spawnSync("npm", ["audit", "--json", "--omit=dev"], {
    cwd: ROOT,
    env: childEnv(),
    encoding: "utf8",
  });
  const report = JSON.parse(stdout || "{}") as AuditReport;
  return report.vulnerabilities ? report : null;
}

async function readJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(resolve(ROOT, file), "utf8")) as Content;
}

function print(what: string, bad: readonly string[]): void {
  console.log(`${bad.length ? "✗" : "✓"} ${what}${bad.length ? `：${bad.length}` : ""}`);
  for (const line of bad) console.log(`    ${line}`);
  if (bad.length) process.exitCode = 1;
}

async function main(): Promise<void> {
  const lock = await readJson<Lock>("package-lock.json");
  const policy = await readJson<Policy>("docs/security/package-policy.json");
  const { allowScripts } = await readJson<{ allowScripts: Record<string, boolean> }>("package.json");
  print("安装时运行代码的包都在 allowScripts 中写明", unnamedScripts(lock, allowScripts));
  print("生产依赖的许可证都可以接受", unwelcomeLicences(lock, policy));
  const report = askRegistry();
  if (report) print("没有已知的漏洞（或已写明理由）", openAdvisories(report, policy, new Date()));
  else console.log("! 这个 npm 源不提供漏洞查询，这一项没有检查；请在能访问 registry.npmjs.org 的机器上再运行一次");
}

if (import.meta.main) await runScript(main);
