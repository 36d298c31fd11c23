import pg from "pg";
import { CONNECT_MS } from "../core/lease.ts";
import { databaseEnv, type DatabaseEnv } from "../env.ts";
import { log } from "../log.ts";
import { SETTINGS, TransactionClient } from "./limits.ts";

const INT8: number = 20;
const INT8_ARRAY: number = 1016;

function parseInt8Array(text: string): (bigint | null)[] {
  const numbers = pg.types.getTypeParser(INT8_ARRAY)(text) as (string | null)[];
  return numbers.map((number) => (number === null ? null : BigInt(number)));
}

/** bigint columns and arrays arrive as bigint, not as text; everything else as pg reads it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === INT8) return BigInt;
    return oid === INT8_ARRAY ? parseInt8Array : pg.types.getTypeParser(oid, format as "text");
  },
};

/** The settings of a session, as start-up parameters. */
function sessionOptions(databaseUrl: string): pg.PoolConfig {
  const address = new URL(databaseUrl);
  const given = address.searchParams.get("options") ?? "";
  address.searchParams.set("options", `${given} -c TimeZone=${SETTINGS.TimeZone}`.trim());
  return {
    connectionString: address.href,
    application_name: SETTINGS.application_name,
    statement_timeout: Number(SETTINGS.statement_timeout),
    lock_timeout: Number(SETTINGS.lock_timeout),
    idle_in_transaction_session_timeout: 10_000,
  };
}

/** The connections of a process as its environment wants them. Connects with the first statement. */
export function openPool({ databaseUrl, poolMax, poolMode }: DatabaseEnv): pg.Pool {
  const pool = new pg.Pool({
    ...(poolMode === "session"
      ? sessionOptions(databaseUrl)
      : { connectionString: databaseUrl, Client: TransactionClient }),
    types,
    max: poolMax,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 30_000,
  });
  // An error event of a checked-out client without a listener would end the process. The query reports the error
  // itself.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // An idle connection may die with the server; the next query opens a new one.
  pool.on("error", (error) => log.warn({ error: error.message }, "an idle database connection was lost"));
  return pool;
}

/** One pool per process, kept over hot reloads of development. */
const shared = globalThis as typeof globalThis & { zhangfangPool?: pg.Pool };

export function pool(): pg.Pool {
  return (shared.zhangfangPool ??= openPool(databaseEnv()));
}

/** The pool, if something was asked of the database. */
export function openedPool(): pg.Pool | undefined {
  return shared.zhangfangPool;
}

/** Ends every connection: for scripts and tests that must exit. */
export async function closeDatabase(): Promise<void> {
  await shared.zhangfangPool?.end();
  delete shared.zhangfangPool;
}
