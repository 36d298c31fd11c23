import pg from "pg";
import { CONNECT_MS, STATEMENT_MS } from "../core/lease.ts";
import { databaseUrl } from "../env.ts";
import { log } from "../log.ts";

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

/**
 * Every session uses UTC, whatever the server's default: Prisma writes instants without their zone, and reads them so.
 */
function addressInUtc(): string {
  const address = new URL(databaseUrl());
  const given = address.searchParams.get("options") ?? "";
  address.searchParams.set("options", `${given} -c TimeZone=UTC`.trim());
  return address.href;
}

function openPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: addressInUtc(),
    types,
    application_name: "zhangfang",
    // A few connections per core; a larger pool is slower.
    max: 10,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 30_000,
    // Every wait has a limit: a stuck lock becomes a 503.
    statement_timeout: STATEMENT_MS,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
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
  return (shared.zhangfangPool ??= openPool());
}

/** Ends every connection: for scripts and tests that must exit. */
export async function closeDatabase(): Promise<void> {
  await shared.zhangfangPool?.end();
  delete shared.zhangfangPool;
}
