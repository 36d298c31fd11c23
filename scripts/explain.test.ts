import { expect, test } from "vitest";
import { explain, explainable } from "./explain.ts";
import { SAMPLES } from "./explain/samples.ts";

test.each(Object.keys(SAMPLES))("%s is explained, part by part", async (name) => {
  expect(explainable()).toContain(`${name} `);
  const text = await explain(name);
  const listed = text.split("\n").filter((line) => /^ +\d+  /.test(line));
  const { parts } = (await SAMPLES[name]!.build()).explain();
  expect(listed.map((line) => line.trim().split(/\s+/)[1])).toEqual(parts.map((part) => part.name));
  for (const part of parts)
    expect(text).toMatch(new RegExp(`${part.name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}" as \\(`));
});

test("a settled payment is its evidence, its order with a line of history, its goods, their delivery, and what is told", async () => {
  const text = await explain("settle");
  expect(
    text
      .split("\n")
      .slice(2, 14)
      .map((line) => line.trim().split(/\s+/)[1]),
  ).toEqual([
    "evidence",
    "movedOrder",
    "orderEvent",
    "grantedLots",
    "grantedBalance",
    "grantedEntries",
    "delivery",
    "payment",
    "finishedAttempt",
    "notice",
    undefined,
    '"evidence"',
  ]);
});

test("what cannot be explained is answered with what can", async () => {
  await expect(explain("nothing")).rejects.toThrow("可以解释的有：place、");
});
