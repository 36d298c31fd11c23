import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "./journal.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  file = join(folder, "journal.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the newest state of each thing comes back, the forgotten does not, and the file is rewritten short", () => {
  const journal = new Journal(folder);
  for (const n of [1, 2, 3]) journal.write("trade", "A", { n });
  journal.write("trade", "B", { n: 4 });
  journal.forget("trade", "B");
  const again = new Journal(folder);
  expect([...again.loaded("trade")]).toEqual([["A", { n: 3 }]]);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(2);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a last line that a crash cut short is left out; damage in the middle is an error", () => {
  new Journal(folder).write("trade", "A", 1);
  appendFileSync(file, '{"kind":"trade","key":"B","val');
  expect([...new Journal(folder).loaded("trade").keys()]).toEqual(["A"]);
  appendFileSync(file, "damage\n");
  expect(() => new Journal(folder)).toThrow(SyntaxError);
});

test("without a folder nothing is written and nothing comes back", () => {
  const journal = new Journal(undefined);
  journal.write("trade", "A", 1);
  expect(journal.loaded("trade").size).toBe(0);
});
