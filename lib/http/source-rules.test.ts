import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

const FOLDERS = ["app", "components", "lib", "scripts", "prisma"];
const FILES = ["proxy.ts", "next.config.ts", "instrumentation.ts"];

/** Our own sources, without tests and without what a tool has written. */
async function sources(): Promise<Map<string, string>> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(folder, { recursive: true }))
        .filter((file) => /(?<!\.test|\.d)\.tsx?$/.test(file) && !/^(db\/generated|testing)\//.test(file))
        .map((file) => `${folder}/${file}`),
    ),
  );
  const names = [...found.flat(), ...FILES];
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(name, "utf8")] as const)));
}

const all = await sources();

const filesWith = (pattern: RegExp) =>
  [...all]
    .filter(([, text]) => pattern.test(text))
    .map(([name]) => name)
    .sort();

describe("our sources", () => {
  test("are read", () => expect(all.size).toBeGreaterThan(150));

  // The nonce's own script, which follows the colour scheme before the first paint, and antd's style element.
  test("put raw markup into a page in two known places alone (A24, A25)", () =>
    expect(filesWith(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/)).toEqual([
      "app/layout.tsx",
      "components/shell/style-registry.tsx",
    ]));

  test("make no SQL of texts but names in lib/db (A28)", () => {
    expect(filesWith(/\$(queryRawUnsafe|executeRawUnsafe)/)).toEqual([]);
    expect(filesWith(/\bPrisma\.(raw|sql)\b/)).toEqual([]);
    // The names of the types that a list can have.
    expect(filesWith(/\bsql\.raw\(/)).toEqual(["lib/db/unnest.ts"]);
  });

  test("have no server actions, which would be doors without a line in the book (A21)", () =>
    expect(filesWith(/^\s*["']use server["']/m)).toEqual([]));

  test("turn no certificate check off (A58)", () =>
    expect(filesWith(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED/)).toEqual([]));

  test("give the browser no value of the environment (A56)", () => expect(filesWith(/NEXT_PUBLIC_/)).toEqual([]));

  test("set no CORS header (A50)", () => expect(filesWith(/access-control-allow/i)).toEqual([]));
});
