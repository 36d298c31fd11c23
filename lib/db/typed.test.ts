import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { relative, resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const TABLES = resolve(import.meta.dirname, "generated/tables.ts");

/** The tables' types as the real generator makes them from schema.prisma after a change. */
async function tablesAfter(change: (schema: string) => string): Promise<string> {
  const house = await mkdtemp(resolve(tmpdir(), "zhangfang-typed-"));
  try {
    const schema = resolve(house, "prisma/schema.prisma");
    await mkdir(resolve(house, "prisma"));
    await writeFile(schema, change(await readFile(resolve(ROOT, "prisma/schema.prisma"), "utf8")));
    const { status, stderr } = spawnSync(
      resolve(ROOT, "node_modules/.bin/prisma"),
      ["generate", "--generator", "kysely", "--schema", schema],
      // Generating never runs the engine that Prisma looks for; any existing program ends the search (and a download).
      { cwd: ROOT, env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }, encoding: "utf8" },
    );
    expect(status, stderr).toBe(0);
    return await readFile(resolve(house, "lib/db/generated/tables.ts"), "utf8");
  } finally {
    await rm(house, { recursive: true });
  }
}

/** The stores and parts that speak to the tables by typed statements. */
async function filesWithStatements(): Promise<string[]> {
  const found = await readdir(resolve(ROOT, "lib"), { recursive: true });
  const files = found.filter((file) => /^\w+\/(store|parts)\.ts$/.test(file)).map((file) => resolve(ROOT, "lib", file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return files.filter((_, i) => texts[i]!.includes('from "../db/database.ts"'));
}

/** The compiler errors of these files with `tables` as the table types. */
function complaintsAbout(files: readonly string[], tables: string): Map<string, string[]> {
  const { config } = ts.readConfigFile(resolve(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT, { incremental: false });
  const host = ts.createCompilerHost(options);
  const readAsItIs = host.readFile.bind(host);
  host.readFile = (file) => (resolve(file) === TABLES ? tables : readAsItIs(file));
  const program = ts.createProgram([...files], options, host);
  const complaints = (file: string) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return new Map(files.map((file) => [relative(ROOT, file), complaints(file)]));
}

describe("a column that is renamed in the schema", () => {
  let complaints: Map<string, string[]>;
  beforeAll(async () => {
    const tables = await tablesAfter((schema) =>
      schema.replace('@unique @map("order_sn")', '@unique @map("order_number")'),
    );
    expect(tables).toContain("orderNumber: string;");
    complaints = complaintsAbout(await filesWithStatements(), tables);
  }, 180_000);

  test.each(["lib/credits/store.ts", "lib/subscriptions/store.ts"])(
    "does not compile in %s, which reads it",
    (file) => {
      expect(complaints.get(file)!.join("\n")).toContain('"o.orderSn"');
    },
  );

  // The alerts' `orderSn` is a column of their own; of the product nothing is read that was renamed.
  test.each(["lib/accounts/store.ts", "lib/catalog/store.ts"])("compiles in %s, which does not", (file) => {
    expect(complaints.get(file)).toEqual([]);
  });
});
