import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { endpoints } from "../../lib/contracts/api.ts";
import { openApiDocument } from "../../lib/http/openapi.ts";
import { findDoors, knock } from "../../lib/testing/doors.ts";

type Operation = { operationId: string; tags: string[]; summary: string };
const document = openApiDocument() as {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string }[];
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
);

// What stands beside the API is a text.
const doors = (await findDoors()).filter(({ path }) => path.startsWith("/api/"));
/** No address at all: everything that has no route of its own ends there. */
const NOWHERE = "/api/[...rest]";
/** Next-auth answers many addresses behind one folder, and Alipay, the metrics and the document are not asked in JSON, agents in JSON-RPC. */
const OUTSIDE = /\/api\/(auth|alipay|mcp|metrics|openapi\.json|(checkout|portal)\/open)/;

/** `GET /api/auth/[...nextauth]` → /^GET \/api\/auth\/.+$/; a parameter matches its own name alone. */
function patternOf(doorName: string): RegExp {
  const escaped = doorName.replaceAll(/\[(\w+)\]/g, "{$1}").replaceAll(/[.{}]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\[.*\]$/, ".+")}$`);
}

describe("every route", () => {
  test("is read", () => expect(doors.length).toBeGreaterThan(40));

  test("that answers JSON has its line in the table, and no line is without a route", () => {
    const answering = doors.filter(({ path }) => path !== NOWHERE && !OUTSIDE.test(path)).map(({ name }) => name);
    expect(Object.keys(endpoints).sort()).toEqual(answering.sort());
  });

  test("stands in the document, and nothing stands there without a route", () => {
    const patterns = doors.filter(({ path }) => path !== NOWHERE).map(({ name }) => patternOf(name));
    const undescribed = patterns.filter((pattern) => !operations.some(({ name }) => pattern.test(name)));
    const unrouted = operations.filter(({ name }) => !patterns.some((pattern) => pattern.test(name)));
    expect({ undescribed, unrouted }).toEqual({ undescribed: [], unrouted: [] });
  });
});

describe("the document", () => {
  test("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  test("refers to nothing that is missing", () => {
    const found = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    const at = (path: string) => path.split("/").reduce<unknown>((node, key) => (node as never)?.[key], document);
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter((path) => at(path) === undefined)).toEqual([]);
  });

  test("names, tags and summarises each operation, and no two alike", () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^(get|post|put|patch|delete)[A-Z]\w+$/.test(id))).toEqual([]);
    const known = new Set(document.tags.map(({ name }) => name));
    expect(operations.flatMap(({ tags }) => tags).filter((tag) => !known.has(tag))).toEqual([]);
    expect(operations.filter(({ tags: [tag], summary }) => !tag || !/\p{Script=Han}/u.test(summary))).toEqual([]);
  });

  test("is what /api/openapi.json answers", async () => {
    const door = doors.find(({ name }) => name === "GET /api/openapi.json")!;
    expect((await knock(door, {})).json).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
