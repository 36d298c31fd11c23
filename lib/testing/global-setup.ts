import { generateKeyPairSync } from "node:crypto";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../scripts/migrate.ts";
import { ensureDatabase, startPostgres } from "../../scripts/postgres.ts";
import { scratchFolder } from "../../scripts/scratch.ts";

/** Shared by one test run: a PostgreSQL with a migrated template database, and both key pairs. */
export interface TestWorld {
  /** The server's maintenance database. */
  readonly postgresUrl: string;
  readonly template: string;
  /** Bare base64: PKCS8 private, SPKI public. */
  readonly merchant: KeyPair;
  readonly alipay: KeyPair;
}

interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

declare module "vitest" {
  interface ProvidedContext {
    world: TestWorld;
  }
}

const TEMPLATE = "zhangfang_template";

function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { format: "der", type: "pkcs8" },
    publicKeyEncoding: { format: "der", type: "spki" },
  });
  return { privateKey: privateKey.toString("base64"), publicKey: publicKey.toString("base64") };
}

/** One server for the whole run, in a folder of its own, so that several runs at once never meet. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await scratchFolder("zhangfang-test-");
  const postgres = await startPostgres({ dataDir: resolve(folder, "postgres"), durable: false });
  await ensureDatabase(postgres, TEMPLATE);
  await migrate(postgres.urlOf(TEMPLATE));
  const keys = { merchant: makeKeyPair(), alipay: makeKeyPair() };
  project.provide("world", { postgresUrl: postgres.urlOf("postgres"), template: TEMPLATE, ...keys });
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
