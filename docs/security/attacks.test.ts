import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const table = await readFile("docs/security/attacks.md", "utf8");

const rows = table
  .split("\n")
  .filter((line) => /^\| A\d{2,3} /.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, id, attack, answer, file, words]) => ({ id: id!, attack, answer, file: file!, words: words! }));

test("every attack of the catalogue has its row", () => {
  // Those above it are given out in ranges, to whoever works on them.
  const numbers = Array.from({ length: 91 }, (_, i) => i + 1);
  const known = rows.map(({ id }) => Number(id.slice(1)));
  expect(known.slice(0, numbers.length)).toEqual(numbers);
  expect(known.toSorted((a, b) => a - b)).toEqual([...new Set(known)]);
});

test.each(rows)("$id is played where the table says, or its reason is given", async ({ file, words }) => {
  if (file === "—") return expect(words.length).toBeGreaterThan(10);
  expect(file).toMatch(/\.test\.ts$/);
  expect(await readFile(file, "utf8")).toContain(words);
});
