import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, test } from "vitest";
import { readEnvFile } from "./env-file.ts";
import { childEnv, configuration } from "./environment.mjs";
import { ROOT } from "./stages.ts";

/** A copy of the product with an .env of its own; all but the scripts are links. */
let root: string;

/** What stands in for Next in that copy: asks Next's own reader, as Next does first, and says what the server would see. */
const SERVER = `require("@next/env").loadEnvConfig(process.cwd(), false);
console.log("DATABASE_URL=" + process.env.DATABASE_URL, "MAIL_FROM=" + process.env.MAIL_FROM);`;

beforeAll(async () => {
  root = await mkdtemp(resolve(tmpdir(), "zhangfang-env-file-"));
  const link = (path: string) => symlink(resolve(ROOT, path), resolve(root, path));
  for (const path of ["lib", "prisma", "packages", "package.json", "package-lock.json", "vercel.json"])
    await link(path);
  await cp(resolve(ROOT, "scripts"), resolve(root, "scripts"), { recursive: true });
  await mkdir(resolve(root, "node_modules/next/dist/bin"), { recursive: true });
  const packages = (await readdir(resolve(ROOT, "node_modules"))).filter((name) => name !== "next");
  await Promise.all(packages.map((name) => link(`node_modules/${name}`)));
  await writeFile(resolve(root, "node_modules/next/dist/bin/next.js"), SERVER);
  await writeFile(resolve(root, "node_modules/next/package.json"), `{ "exports": { "./*": "./*.js" } }`);
  await mkdir(resolve(root, ".next"));
  await writeFile(resolve(root, ".next/BUILD_ID"), "x");
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(() => Promise.all([".env", ".env.production"].map((file) => rm(resolve(root, file), { force: true }))));

const write = (text: string, file = ".env") => writeFile(resolve(root, file), text);

function run(args: readonly string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [...args], { cwd: root, env: childEnv() }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });
}

const COMMANDS = {
  server: ["scripts/start.ts"],
  doctor: ["scripts/bootstrap.mjs", "--runtime", "scripts/doctor.ts"],
  migrate: ["scripts/bootstrap.mjs", "--runtime", "scripts/migrate.ts"],
} as const;

describe("a password with a $ in it", () => {
  const PASSWORD = "pa$ss1";
  let address: URL;

  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: inject("world").postgresUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  beforeAll(async () => {
    await administer(`create role dollar login password '${PASSWORD}'`);
    address = new URL(inject("world").postgresUrl);
    address.username = "dollar";
    address.password = PASSWORD;
  });
  afterAll(() => administer("drop role dollar"));

  it("is the same for the server, the doctor and a migration", async () => {
    const lines = Object.entries({ ...configuration(), DATABASE_URL: address.href });
    await write(lines.map(([name, value]) => `${name}=${value}\n`).join(""));
    expect(address.href).toContain(PASSWORD);
    expect((await run(COMMANDS.server)).said).toContain(`DATABASE_URL=${address.href} `);
    expect((await run(COMMANDS.doctor)).said).toMatch(/^✓ PostgreSQL \d+/m);
    // The role may connect, and nothing else: it got that far.
    expect((await run(COMMANDS.migrate)).said).toMatch(/permission denied for schema public/);
  });

  it.each(Object.entries(COMMANDS))(
    "is told by its line where it is escaped, or a name to expand: %s",
    async (_, args) => {
      await write(
        `# \${x} in a comment\n\nDATABASE_URL=${address.href.replace("$", "\\$")}\nAPP_URL="https://\${HOST}"\n`,
      );
      const { code, said } = await run(args);
      expect(code).toBe(1);
      expect(said).toMatch(/^\.env 第 3 行（DATABASE_URL）里有 \\\$：.*\n\.env 第 4 行（APP_URL）里有 \$\{…\}：.*\n$/);
    },
  );
});

test("the server reads no file that no command reads", async () => {
  await write("DATABASE_URL=postgresql://db/one\n");
  await write("MAIL_FROM=shop@example.com\n", ".env.production");
  expect((await run(COMMANDS.server)).said).toBe("DATABASE_URL=postgresql://db/one MAIL_FROM=undefined\n");
});

test("what stands in the environment wins, in either form", async () => {
  await write("CRON_SECRET=a\nNEXTAUTH_SECRET_FILE=/b\nAPP_URL=c\nDATABASE_URL='d$e'\n");
  const present = { CRON_SECRET_FILE: "/x", NEXTAUTH_SECRET: "x", APP_URL: "" };
  expect(readEnvFile(root, present)).toEqual({ DATABASE_URL: "d$e" });
});
