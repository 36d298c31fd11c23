import { expect, test } from "vitest";
import { endpoints } from "../lib/contracts/api.ts";
import { EVENT_TYPES } from "../lib/contracts/events.ts";
import { openApiDocument } from "../lib/http/openapi.ts";
import { GET } from "./llms.txt/route.ts";

test("llms.txt has the shape of llmstxt.org, every operation with its scope, every event, and no link that leads nowhere", async () => {
  const answer = await GET(new Request("http://localhost:3000/llms.txt"));
  expect(answer.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  const text = await answer.text();
  expect(text).toMatch(/^# 账房\n\n> [^\n]+\n\n/);
  const [, ...sections] = text.split(/^## /m);
  for (const section of sections)
    for (const line of section.trim().split("\n").slice(2)) expect(line).toMatch(/^- \[[^\]]+\]\(https?:\S+\): \S/);

  const operations = Object.entries(endpoints).filter(([name]) => name.includes(" /api/v1/"));
  const written = text.matchAll(/^- \[(\w+ \/api\/v1\/[^\]]+)\]\(\S+\): 权限 `(\w+)`/gm);
  const found = Object.fromEntries([...written].map(([, name, scope]) => [name, scope]));
  const wanted = operations.map(([name, endpoint]) => [
    name.replaceAll("[", "{").replaceAll("]", "}"),
    "scope" in endpoint && endpoint.scope,
  ]);
  expect(found).toEqual(Object.fromEntries(wanted));
  for (const type of EVENT_TYPES) expect(text).toContain(`\n- [${type}](`);

  const document = openApiDocument();
  const pointers = [...text.matchAll(/openapi\.json#\/(\S+)\)/g)].map(([, pointer]) => pointer!);
  expect(pointers).toHaveLength(operations.length + EVENT_TYPES.length);
  const at = (pointer: string) =>
    pointer.split("/").reduce<unknown>((node, key) => (node as never)?.[key.replaceAll("~1", "/")], document);
  expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
});
