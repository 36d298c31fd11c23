import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import pg from "pg";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { childEnv, CONFIGURATION } from "./environment.mjs";
import { HOSTILE } from "./hostile.ts";
import { ROOT } from "./stages.ts";

/** A command in the hostile shell, as npm starts it: `own` is what its caller really wants it to read. */
function command(args: readonly string[], own: Readonly<Record<string, string>> = {}) {
  const env = childEnv({ ...HOSTILE, ...own });
  return new Promise<{ code: number; said: string }>((done) => {
    execFile(process.execPath, ["scripts/bootstrap.mjs", ...args], { cwd: ROOT, env }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });
}

describe("what a command sees of a hostile shell", () => {
  const npmOnly = "npm_config_ignore_scripts";
  const configuration = Object.keys(HOSTILE).filter((name) => CONFIGURATION.includes(name));

  it.each([
    ["nothing", [], [npmOnly]],
    ["what it reads by name", ["--reads=PORT,TZ"], ["PORT", "TZ", npmOnly]],
    ["its configuration", ["--runtime"], [...configuration, npmOnly]],
    ["both", ["--runtime", "--reads=PORT"], ["PORT", ...configuration, npmOnly]],
  ])("%s", async (_what, flags, expected) => {
    const { said } = await command([...flags, "--print", "JSON.stringify(process.env)"]);
    const seen = JSON.parse(said) as Record<string, string>;
    const arrived = Object.entries(HOSTILE).filter(([name, value]) => seen[name] === value);
    expect(arrived.map(([name]) => name).toSorted()).toEqual(expected.toSorted());
  });
});

describe("what a child of ours sees of a hostile shell", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is what it was given, a language and a time zone", () => {
    for (const [name, value] of Object.entries(HOSTILE)) vi.stubEnv(name, value);
    const seen = childEnv({ PORT: "3000" });
    expect(Object.keys(seen).filter((name) => name in HOSTILE)).toEqual([
      "npm_config_ignore_scripts",
      "LANG",
      "TZ",
      "PORT",
    ]);
    expect(seen).toMatchObject({ PORT: "3000", TZ: "Asia/Shanghai", PATH: process.env.PATH });
  });
});

it("migrating and auditing take the database they are given, and nothing of what pg would read", async () => {
  const address = new URL(inject("world").postgresUrl);
  const name = `hostile_${randomBytes(6).toString("hex")}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: inject("world").postgresUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administer(`create database ${name}`);
  address.pathname = `/${name}`;
  try {
    const own = { DATABASE_URL: address.href };
    expect(await command(["--runtime", "scripts/migrate.ts"], own)).toMatchObject({ code: 0 });
    const { code, said } = await command(["--runtime", "scripts/audit.ts"], own);
    expect(said).toMatch(/项全部成立\n$/);
    expect(code).toBe(0);
  } finally {
    await administer(`drop database ${name} with (force)`);
  }
});

/** One file of each kind: time and language, a command, and a simulation with instances, a database and an Alipay. */
const SAMPLE = ["lib/core/time.test.ts", "lib/log.test.ts", "scripts/ports.test.ts", "proof/simulation.test.ts"];
/** Of the simulations, one that is over quickly. */
const SAMPLED_CANARY = "the canary no-amount-check is caught";

it("a sample of the tests passes", { timeout: 300_000 }, async () => {
  const pattern = `^(?!.*(seed|canary))|${SAMPLED_CANARY}`;
  // One worker: the run that this test is a part of keeps the machine busy already.
  const flags = ["run", "--maxWorkers=1", "--testNamePattern", pattern];
  const { code, said } = await command(["node_modules/vitest/vitest.mjs", ...flags, ...SAMPLE]);
  expect(stripVTControlCharacters(said)).toMatch(/Test Files {2}4 passed/);
  expect(code).toBe(0);
});

describe("what is documented is what is read", () => {
  const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!).toSorted();

  it("by .env.example", async () => {
    const example = await readFile(resolve(ROOT, ".env.example"), "utf8");
    expect(names(example, /^([A-Z_]+)=/gm)).toEqual(CONFIGURATION.toSorted());
  });

  it("by the server: whatever its schema knows passes the door", async () => {
    const schema = /const schema = z\.object\(\{\n(.*?)\n\}\);/s.exec(
      await readFile(resolve(ROOT, "lib/env.ts"), "utf8"),
    );
    const known = names(schema![1]!, /^ {2}([A-Z_]+):/gm).filter((name) => name !== "NODE_ENV");
    expect(known.length).toBeGreaterThan(10);
    expect(CONFIGURATION).toEqual(expect.arrayContaining(known));
  });

  it("by the commands: each comes in through the same door", async () => {
    const { scripts } = JSON.parse(await readFile(resolve(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const others = Object.entries(scripts).filter(([, line]) => !line.startsWith("node scripts/bootstrap.mjs "));
    expect(others.map(([name]) => name)).toEqual(["start", "sbom", "format"]);
  });
});
