import type pg from "pg";
import type { AlipayAccount } from "../../lib/alipay-accounts.ts";
import { APPEND_ONLY_TABLES } from "../../lib/db/append-only.ts";
import { openPool } from "../../lib/db/pool.ts";
import { PoolerRefusal, readError } from "../../lib/db/send.ts";
import { IGNORED_PARAMETERS, type DatabaseEnv } from "../../lib/env.ts";
import { readMigrations } from "../migrate.ts";
import { examineAccounts } from "./accounts.ts";
import { examineJobs } from "./jobs.ts";
import { error, ok, warning, wordsOf, type Finding } from "./finding.ts";
import { examinePooler } from "./pooler.ts";

const OLDEST_VERSION = 150_000;
const SKEW_MS = 30_000;

/** Everything that the product relies on the database for, over connections as the server has them; `accounts`: whose keys are here. */
export async function examineDatabase(
  database: DatabaseEnv,
  accounts: readonly AlipayAccount[],
  clock: () => Date,
  withJobs = true,
): Promise<Finding[]> {
  // Two, because what stands in front shows only where there are two.
  const pool = openPool({ ...database, poolMax: 2 });
  try {
    const client = await pool.connect().catch((thrown: unknown) => unreachable(thrown));
    if ("level" in client) return [client];
    try {
      const mode = await examinePooler(pool, client, database);
      return [mode, ...(await examineServer(client, { ...database, accounts }, clock, withJobs))];
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}

function unreachable(thrown: unknown): Finding {
  return readError(thrown) instanceof PoolerRefusal
    ? error("DATABASE_URL 的连接池拒绝启动参数", "它不是数据库本身：设置 DATABASE_POOL_MODE=transaction")
    : error(`连不上数据库：${wordsOf(thrown)}`, "核对 DATABASE_URL 的地址、用户名和密码，以及数据库是否在运行");
}

async function examineServer(
  client: pg.ClientBase,
  { databaseUrl, accounts }: DatabaseEnv & { readonly accounts: readonly AlipayAccount[] },
  clock: () => Date,
  withJobs: boolean,
): Promise<Finding[]> {
  const migrations = await examineMigrations(client);
  return [
    await examineVersion(client),
    migrations,
    ...(migrations.level === "ok" ? [await examineTriggers(client), ...(await examineAccounts(client, accounts))] : []),
    ...(migrations.level === "ok" && withJobs ? [await examineJobs(client, clock())] : []),
    ...(await examineSettings(client)),
    ...examineAddress(databaseUrl),
    await examineClock(client, clock),
  ];
}

function examineAddress(databaseUrl: string): Finding[] {
  const { searchParams } = new URL(databaseUrl);
  const ignored = IGNORED_PARAMETERS.filter((name) => searchParams.has(name));
  return ignored.length
    ? [
        warning(
          `DATABASE_URL 里的这些参数不起作用：${ignored.join("、")}`,
          "它们是 Prisma 的，可以删掉；connection_limit 在这里是 DATABASE_POOL_MAX，pgbouncer=true 是 DATABASE_POOL_MODE=transaction",
        ),
      ]
    : [];
}

async function valueOf(client: pg.ClientBase, setting: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>("select current_setting($1) as value", [setting]);
  return rows[0]!.value;
}

async function examineVersion(client: pg.ClientBase): Promise<Finding> {
  const version = await valueOf(client, "server_version");
  return Number(await valueOf(client, "server_version_num")) >= OLDEST_VERSION
    ? ok(`PostgreSQL ${version}`)
    : error(`PostgreSQL ${version} 太旧`, "请使用 15 或更新的版本");
}

async function examineMigrations(client: pg.ClientBase): Promise<Finding> {
  const { rows: tables } = await client.query("select 1 where to_regclass('_prisma_migrations') is not null");
  const { rows: applied } = tables.length
    ? await client.query<{ name: string; checksum: string }>(
        `select migration_name as name, checksum from _prisma_migrations
         where finished_at is not null and rolled_back_at is null`,
      )
    : { rows: [] };
  const known = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const wanted = await readMigrations();
  const missing = wanted.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (missing.length) return error(`数据库还没有执行迁移：${missing.join("、")}`, "运行 npm run db:migrate");
  const changed = wanted.filter(({ name, checksum }) => known.get(name) !== checksum).map(({ name }) => name);
  if (changed.length)
    return error(`数据库执行的迁移与代码不是同一份：${changed.join("、")}`, "确认应用与数据库是同一个版本");
  return ok(`${wanted.length} 个迁移都已执行`);
}

async function examineTriggers(client: pg.ClientBase): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where not exists (
       select 1 from pg_trigger
       where tgrelid = to_regclass(name) and tgname = name || '_append_only' and tgenabled in ('O', 'A'))`,
    [APPEND_ONLY_TABLES],
  );
  return rows.length
    ? error(
        `这些表的记录可以被改写或删除：${rows.map(({ name }) => name).join("、")}`,
        "它们的 …_append_only 触发器被删除或停用了，请恢复，并运行 npm run audit",
      )
    : ok("账目、凭据、事件和审计只能增加，不能改写");
}

async function examineSettings(client: pg.ClientBase): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of ["fsync", "full_page_writes", "synchronous_commit"])
    if ((await valueOf(client, name)) === "off")
      findings.push(error(`数据库的 ${name} 是关闭的：断电会丢失已经确认的付款`, `把 ${name} 设为 on`));
  const encoding = await valueOf(client, "server_encoding");
  if (encoding !== "UTF8") findings.push(error(`数据库的编码是 ${encoding}`, "请新建一个 UTF8 编码的数据库"));
  const { rows } = await client.query<{ is_superuser: boolean }>(
    "select rolsuper as is_superuser from pg_roles where rolname = current_user",
  );
  if (rows[0]?.is_superuser)
    findings.push(warning("应用以超级用户连接数据库", "给应用一个普通用户：它不需要、也不应该能停用触发器"));
  return findings.length ? findings : [ok("数据库的设置不会丢失已提交的数据")];
}

/** The session's time zone does not matter: instants are timestamptz, and what the reader's zone is changes no instant. */
async function examineClock(client: pg.ClientBase, clock: () => Date): Promise<Finding> {
  const { rows } = await client.query<{ now: Date }>("select clock_timestamp() as now");
  const skewMs = clock().getTime() - rows[0]!.now.getTime();
  return Math.abs(skewMs) > SKEW_MS
    ? warning(`这台机器的时钟与数据库相差 ${Math.round(Math.abs(skewMs) / 1000)} 秒`, "给两台机器都开启时间同步")
    : ok("时钟与数据库一致");
}
