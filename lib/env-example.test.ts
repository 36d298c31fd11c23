import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { SECRETS } from "./env.ts";

it(".env.example names what the environment may hold, and nothing else", async () => {
  const text = await readFile(resolve(import.meta.dirname, "../.env.example"), "utf8");
  const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  const sources = ["env.ts", "oidc-settings.ts"].map((file) => readFile(resolve(import.meta.dirname, file), "utf8"));
  const source = (await Promise.all(sources)).join("");
  const read = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
  // CRON_URL is for the scheduler beside the server (scripts/cron.ts).
  const files = SECRETS.map((name) => `${name}_FILE`);
  expect(named.toSorted()).toEqual(["CRON_URL", ...files, ...read.filter((name) => name !== "NODE_ENV")].toSorted());
});
