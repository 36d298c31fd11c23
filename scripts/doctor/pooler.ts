import type pg from "pg";
import { SETTINGS } from "../../lib/db/limits.ts";
import type { DatabaseEnv } from "../../lib/env.ts";
import { error, ok, type Finding } from "./finding.ts";

/** Whether connections last as long as the mode of the pool believes, and statements have their limits. `client`: of the pool. */
export async function examinePooler(
  pool: pg.Pool,
  client: pg.ClientBase,
  { poolMode, poolMax }: DatabaseEnv,
): Promise<Finding> {
  if (poolMode === "session" && (await sharesSessions(pool, client)))
    return error(
      "DATABASE_URL 的连接池按事务借出连接，而连接方式是 session：预备语句会用错连接，请求会是 500",
      "设置 DATABASE_POOL_MODE=transaction，或换成会话级的池、数据库本身的地址",
    );
  const { rows } = await client.query<{ limit: string }>("select setting as limit from pg_settings where name = $1", [
    "statement_timeout",
  ]);
  if (rows[0]?.limit !== SETTINGS.statement_timeout)
    return error(
      `DATABASE_URL 的连接池丢掉了时间限制（statement_timeout 是 ${rows[0]?.limit} 毫秒）：卡住的语句没有人会停下`,
      "设置 DATABASE_POOL_MODE=transaction",
    );
  return ok(`连接方式 ${poolMode}，每个进程最多 ${poolMax} 个连接，每条语句都有时间限制`);
}

/**
 * Whether a second connection gets the server's process of the first one, though the first is still there. The second keeps
 * it in a transaction while the first asks again, so a pooler must give the first another one.
 */
async function sharesSessions(pool: pg.Pool, first: pg.ClientBase): Promise<boolean> {
  const second = await pool.connect();
  const processOf = async (client: pg.ClientBase) =>
    (await client.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]!.pid;
  try {
    const before = await processOf(first);
    await second.query("begin");
    const others = await processOf(second);
    return others === before || (await processOf(first)) !== before;
  } finally {
    second.release(true); // Its transaction ends with it.
  }
}
