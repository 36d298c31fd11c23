import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openAdvisories, unnamedScripts, unwelcomeLicences, type Lock, type Policy } from "./packages.ts";

const read = async <Content>(file: string) => JSON.parse(await readFile(file, "utf8")) as Content;
const policy = await read<Policy>("docs/security/package-policy.json");
const lock = await read<Lock>("package-lock.json");
const { allowScripts, dependencies } = await read<{
  allowScripts: Record<string, boolean>;
  dependencies: Record<string, string>;
}>("package.json");

/** What a package.json asks for, as the lock repeats it. */
interface Named {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const namedBy = ({ dependencies, devDependencies }: Named) => ({ ...dependencies, ...devDependencies });

const withPackage = (name: string, entry: Lock["packages"][string]): Lock => ({
  packages: { ...lock.packages, [`node_modules/a/node_modules/${name}`]: entry },
});

describe("install scripts", () => {
  test("run only where allowed by name", () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(300);
    expect(unnamedScripts(lock, allowScripts)).toEqual([]);
  });

  test("a new one is found", () =>
    expect(unnamedScripts(withPackage("left-pad", { hasInstallScript: true }), allowScripts)).toEqual(["left-pad"]));
});

describe("licences of production packages", () => {
  test("ask for nothing but being named", () => expect(unwelcomeLicences(lock, policy)).toEqual([]));

  test.each(["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "UNLICENSED", ""])("%j is found", (license) =>
    expect(unwelcomeLicences(withPackage("bad", { license }), policy)).toEqual([`bad: ${license}`]),
  );

  test.each(["(MIT OR GPL-3.0-only)", "MIT and ISC"])("%j is fine", (license) =>
    expect(unwelcomeLicences(withPackage("good", { license }), policy)).toEqual([]),
  );

  test("of a package of this repository counts, the link to it does not", () => {
    const packages = { "node_modules/neighbour": { link: true }, "packages/neighbour": { license: "GPL-3.0-only" } };
    expect(unwelcomeLicences({ packages }, policy)).toEqual(["packages/neighbour: GPL-3.0-only"]);
  });

  test("a tool may have any", () =>
    expect(unwelcomeLicences(withPackage("tool", { license: "GPL-3.0-only", dev: true }), policy)).toEqual([]));
});

describe("advisories", () => {
  const advisory = { url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", title: "a hole", severity: "high" };
  const report = { vulnerabilities: { next: { via: [advisory, "react"] }, react: { via: [] } } };
  const exception = { id: "GHSA-aaaa-bbbb-cccc", reason: "not reachable", until: "2027-01-01" };

  test("count until somebody writes down why not, and again when that has run out", () => {
    const now = new Date("2026-12-01");
    const found = ["next: GHSA-aaaa-bbbb-cccc (high) a hole"];
    expect(openAdvisories(report, policy, now)).toEqual(found);
    expect(openAdvisories(report, { ...policy, advisoryExceptions: [exception] }, now)).toEqual([]);
    expect(openAdvisories(report, { ...policy, advisoryExceptions: [exception] }, new Date("2027-01-01"))).toEqual(
      found,
    );
  });
});

describe("versions", () => {
  // Floors below which published holes are open (docs/security/attacks.md A34, A35), and where next-auth mends its own.
  test.each([
    ["next", [16, 2, 6]],
    ["react", [19, 2, 6]],
    ["react-dom", [19, 2, 6]],
    ["next-auth", [4, 24, 5]],
  ] as const)("%s is above its floor", (name, floor) => {
    const version = dependencies[name]!.split(".").map(Number);
    const [difference = 0] = version.map((part, i) => part - floor[i]!).filter((part) => part !== 0);
    expect(difference).toBeGreaterThanOrEqual(0);
  });

  test("of dependencies are exact", () => {
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("that a package of this repository names are exact, and the root's own where it names them too", () => {
    const { "": root, ...others } = lock.packages as Readonly<Record<string, Named>>;
    const ours = namedBy(root!);
    const theirs = Object.entries(others).filter(([path]) => /^packages\/[^/]+$/.test(path));
    const named = theirs.flatMap(([, entry]) => Object.entries(namedBy(entry)));
    expect(named.length).toBeGreaterThan(0);
    for (const [name, version] of named) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
      expect(version, name).toBe(ours[name] ?? version);
    }
  });
});
