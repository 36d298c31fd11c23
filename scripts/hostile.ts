/**
 * npm run test:hostile: the whole `npm test` in a shell that exports what once disturbed a command, or could. What Node
 * itself does before our first line (NODE_OPTIONS=--require /nonexistent) is beyond us.
 */
import { spawnSync } from "node:child_process";
import { childEnv } from "./environment.mjs";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

/** Somebody else's configuration, and settings of the programs that we use. */
export const HOSTILE = {
  PORT: "23456",
  SANDBOX_PORT: "1",
  PG_PORT: "1",
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  DATABASE_POOL_MAX: "1",
  DATABASE_POOL_MODE: "transaction",
  APP_URL: "http://shop.invalid",
  CRON_URL: "http://shop.invalid",
  NEXTAUTH_URL: "http://shop.invalid",
  NEXTAUTH_SECRET: "short",
  CRON_SECRET: "short",
  ALIPAY_APP_ID: "none",
  ALIPAY_SELLER_ID: "none",
  ALIPAY_PRIVATE_KEY: "none",
  ALIPAY_PUBLIC_KEY: "none",
  ALIPAY_GATEWAY: "http://127.0.0.1:1/gateway.do",
  REDIS_URL: "redis://127.0.0.1:1",
  SMTP_URL: "smtp://127.0.0.1:1",
  MAIL_FROM: "nobody@shop.invalid",
  OIDC_ISSUER: "http://shop.invalid",
  MAX_OPEN_ORDERS: "1",
  REFUND_AUTO_LIMIT_FEN: "1",
  TRUSTED_PROXIES: "9",
  NEXTAUTH_SECRET_FILE: "/nonexistent",
  ALIPAY_ACCOUNTS_FILE: "/nonexistent",
  SANDBOX_DATA: "/nonexistent",
  SANDBOX_CLOCK: "none",
  E2E_APP_PORT: "1",
  E2E_DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  PROOF_STEPS: "/nonexistent/steps",
  NODE_ENV: "production",
  NODE_OPTIONS: "--no-warnings",
  NODE_USE_ENV_PROXY: "1",
  NODE_TEST_CONTEXT: "child",
  TZ: "America/New_York",
  LANG: "C",
  LC_ALL: "C",
  FORCE_COLOR: "1",
  PGOPTIONS: "-c statement_timeout=1",
  PGHOST: "127.0.0.2",
  PGUSER: "nobody",
  PGDATA: "/nonexistent",
  PGSSLMODE: "require",
  npm_config_ignore_scripts: "true",
} as const;

function main(): Promise<void> {
  const { status } = spawnSync("npm", ["test"], { cwd: ROOT, env: childEnv(HOSTILE), stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
  return Promise.resolve();
}

if (import.meta.main) await runScript(main);
