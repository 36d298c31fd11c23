import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const table = await readFile("docs/security/attacks.md", "utf8");

const rows = table
  .split("\n")
  .filter((line) => /^\| A\d{2,3} /.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, id, attack, answer, file, words]) => ({ id: id!, attack, answer, file: file!, words: words! }));

test("every attack of the catalogue has its row", () => {
  const numbers = Array.from({ length: 114 }, (_, i) => i + 1).filter((number) => number !== 109);
  expect(rows.map(({ id }) => id)).toEqual(numbers.map((number) => `A${String(number).padStart(2, "0")}`));
});

test.each(rows)("$id is played where the table says, or its reason is given", async ({ file, words }) => {
  if (file === "—") return expect(words.length).toBeGreaterThan(10);
  expect(file).toMatch(/\.test\.ts$/);
  expect(await readFile(file, "utf8")).toContain(words);
});
