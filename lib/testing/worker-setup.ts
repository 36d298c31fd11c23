import { randomBytes } from "node:crypto";
import { inject, vi } from "vitest";
import { CONFIGURATION } from "../../scripts/environment.mjs";
import { log } from "../log.ts";

/** Runs in every test file before its first import is used: a complete environment, with a database name of the file's own. */
const { postgresUrl, merchant, alipay } = inject("world");

const databaseUrl = new URL(postgresUrl);
databaseUrl.pathname = `/zhangfang_test_${randomBytes(8).toString("hex")}`;

const environment: Readonly<Record<string, string>> = {
  DATABASE_URL: databaseUrl.href,
  APP_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "test-only-session-secret-of-32-characters",
  CRON_SECRET: "test-only-cron-secret-of-at-least-32-characters",
  ALIPAY_APP_ID: "9021000000000001",
  ALIPAY_SELLER_ID: "2088000000000001",
  ALIPAY_PRIVATE_KEY: merchant.privateKey,
  ALIPAY_PUBLIC_KEY: alipay.publicKey,
  // Nobody listens on the discard port: a test that needs Alipay opens a sandbox, any other fails with a connection
  // error.
  ALIPAY_GATEWAY: "http://127.0.0.1:9/gateway.do",
};
// What is not set here is taken away: the shell may export any of them.
for (const name of CONFIGURATION) vi.stubEnv(name, environment[name]);

// Many tests provoke what is logged as an error; their assertions say what matters.
log.level = "silent";
