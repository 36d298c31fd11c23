import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { CANARIES } from "./canaries.ts";

test.each(Object.entries(CANARIES))("the canary %s finds its place in the code once", async (_, { file, was }) => {
  expect((await readFile(file, "utf8")).split(was)).toHaveLength(2);
});
