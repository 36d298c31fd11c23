import { globSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";

const FOLDERS = ["app", "bench", "components", "e2e", "lib", "packages", "prisma", "proof", "scripts"];
const ROOT_FILES = /^[\w.-]+\.(ts|mjs|cjs)$/;
const SOURCE = /(?<!\.d)\.(tsx?|mjs|cjs|prisma)$/;
const NOT_OURS = /(^|\/)(generated|node_modules|dist)\//;

async function sources(): Promise<string[]> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) => (await readdir(folder, { recursive: true })).map((file) => `${folder}/${file}`)),
  );
  const root = (await readdir(".")).filter((file) => ROOT_FILES.test(file));
  return [...found.flat(), ...root].filter((file) => SOURCE.test(file) && !NOT_OURS.test(file)).sort();
}

/** The text of a file with its wrapped comments on one line. */
const unwrapped = (text: string) => text.replace(/\s*\n\s*(?:\/\/\/?|\*(?!\/))?\s*/g, " ");

/** Sources that are not in the repository. */
const ELSEWHERE =
  /contract'?s? section|alipay-protocol|house\.md|reports\.md|reliability\.md|(?<!docs\/)performance\.md,|section \S+ of ARCHITECTURE\.md|ARCHITECTURE\.md section|\.\.\/shared\b/gi;

/** "docs/rules.md R36 to R40", "docs/alipay.md A18, A20", "docs/security/attacks.md A34". */
const ANCHORS = /(docs\/[\w/-]+\.md) ([AR]\d+(?:(?:,| to| and) [AR]\d+)*)/g;
/** `docs/rules.md, "Codes on the wire"`. */
const HEADINGS = /((?:docs\/)?[\w/-]+\.md),? \(?"([^"]+)"/g;
const PATHS = /(?<![\w./-])docs\/[\w/-]+(?:\.\w+)?/g;
const DECISIONS = /\bdecisions? (\d+)/gi;

const documents = new Map<string, Promise<string | null>>();

async function document(path: string): Promise<string | null> {
  const text = documents.get(path) ?? readFile(path, "utf8").catch(() => null);
  documents.set(path, text);
  return text;
}

const isAnchor = (text: string, id: string) =>
  text.includes(`<a id="${id.toLowerCase()}"></a>`) || new RegExp(`^\\| ${id} \\|`, "m").test(text);

const isHeading = (text: string, title: string) => text.split("\n").some((line) => line.replace(/^#+ /, "") === title);

/** A path of docs: a file, or the beginning of a decision's file name ("docs/decisions/0001"). */
async function isThere(path: string): Promise<boolean> {
  const names = await readdir(dirname(path)).catch(() => []);
  return names.some((name) => `${dirname(path)}/${name}` === path || `${dirname(path)}/${name}`.startsWith(`${path}-`));
}

const numbers = (await readdir("docs/decisions")).map((name) => Number.parseInt(name, 10));

/** Every citation of the text that leads nowhere. */
async function deadCitations(source: string): Promise<string[]> {
  const text = unwrapped(source);
  const dead = [...text.matchAll(ELSEWHERE)].map(([citation]) => citation);
  for (const [path] of text.matchAll(PATHS)) if (!(await isThere(path))) dead.push(path);
  for (const [citation, number] of text.matchAll(DECISIONS)) if (!numbers.includes(Number(number))) dead.push(citation);
  for (const [, path, ids] of text.matchAll(ANCHORS)) {
    const cited = (await document(path!)) ?? "";
    dead.push(
      ...ids!
        .match(/[AR]\d+/g)!
        .filter((id) => !isAnchor(cited, id))
        .map((id) => `${path} ${id}`),
    );
  }
  for (const [, path, title] of text.matchAll(HEADINGS)) {
    const cited = await document(path!);
    if (cited !== null && !isHeading(cited, title!)) dead.push(`${path} "${title}"`);
  }
  return dead;
}

describe("what the sources cite", () => {
  test("stands in the repository", async () => {
    const files = (await sources()).filter((file) => file !== "lib/http/citations.test.ts");
    expect(files.length).toBeGreaterThan(500);
    const dead = await Promise.all(
      files.map(async (file) => (await deadCitations(await readFile(file, "utf8"))).map((what) => `${file}: ${what}`)),
    );
    expect(dead.flat()).toEqual([]);
  });

  test.each([
    ["/** A limit (contract section 4). */", "contract section"],
    ["/** As docs/none.md says. */", "docs/none.md"],
    ["// See docs/decisions/9999.", "docs/decisions/9999"],
    ["/** Chosen for its speed\n * (decision\n * 999). */", "decision 999"],
    ["// docs/rules.md R1 to R999", "docs/rules.md R999"],
    ["// docs/alipay.md A1, A999", "docs/alipay.md A999"],
    ["// docs/security/attacks.md A00", "docs/security/attacks.md A00"],
    ['// docs/rules.md, "No such part"', 'docs/rules.md "No such part"'],
  ])("control: %j is found", async (text, what) => expect(await deadCitations(text)).toEqual([what]));

  test.each([
    "/** docs/rules.md R1 to R3; docs/alipay.md A18, A20 (decision 10). */",
    '// docs/decisions/0001, docs/security/attacks.md A34, docs/rules.md, "Codes on the wire"',
  ])("control: %j is right", async (text) => expect(await deadCitations(text)).toEqual([]));
});

const ENDING = "(?:tsx?|mjs|cjs|sql|prisma)";
/** `lib/core/money.ts`, in a document. */
const FILES = new RegExp(`\`((?:${FOLDERS.join("|")})/[\\w./[\\]()-]+\\.${ENDING})\``, "g");
/** "`shareOf` and `parseYuan` in `lib/core/money.ts`" */
const NAMES = new RegExp(`((?:\`\\w+\`(?:, | and )?)+) in \`([\\w./[\\]()-]+\\.${ENDING})\``, "g");

/** Every file and name of the code that a document cites and that is not there. */
async function deadPlaces(text: string): Promise<string[]> {
  const dead: string[] = [];
  for (const [, path] of text.matchAll(FILES)) if ((await document(path!)) === null) dead.push(path!);
  for (const [, names, path] of text.matchAll(NAMES)) {
    const source = await document(path!);
    const cited = names!.match(/\w+(?=`)/g)!;
    dead.push(...cited.filter((name) => source !== null && !source.includes(name)).map((name) => `${name} in ${path}`));
  }
  return dead;
}

describe("what the documents cite of the code", () => {
  test("stands where they say", async () => {
    const documents = [...globSync("docs/**/*.md"), ...globSync("*.md")];
    expect(documents.length).toBeGreaterThan(30);
    const dead = await Promise.all(
      documents.map(async (file) => (await deadPlaces(await readFile(file, "utf8"))).map((what) => `${file}: ${what}`)),
    );
    expect(dead.flat()).toEqual([]);
  });

  test.each([
    ["Decided by: `lib/core/none.ts`.", ["lib/core/none.ts"]],
    ["`parseYuan` and `noSuchName` in `lib/core/money.ts`", ["noSuchName in lib/core/money.ts"]],
    ["`parseYuan` in `lib/core/money.ts`, `app/api/catalog/route.ts`", []],
  ])("control: %j", async (text, dead) => expect(await deadPlaces(text)).toEqual(dead));
});
