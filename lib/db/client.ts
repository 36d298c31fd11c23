import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { databaseUrl } from "../env.ts";
import { log } from "../log.ts";
import { asAnswer } from "./errors.ts";
import { PrismaClient } from "./generated/client.ts";

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

function openPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl(),
    types,
    application_name: "zhangfang",
    // A few connections per core; a larger pool loses (performance.md, "What follows").
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // Nothing may wait or run for ever: a stuck lock becomes a 503, not a stuck page.
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // A client that is lent out has nobody who listens to it, and an error that nobody hears ends the process. The query
  // that it breaks says so.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // An idle connection may die with the server; the next query opens a new one.
  pool.on("error", (error) => log.warn({ error: error.message }, "an idle database connection was lost"));
  return pool;
}

function openPrisma() {
  return new PrismaClient({ adapter: new PrismaPg(pool()) }).$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw asAnswer(error);
        }),
    },
  });
}

/** One pool and one client per process, kept over hot reloads of development. */
const shared = globalThis as typeof globalThis & {
  zhangfangPool?: pg.Pool;
  zhangfangPrisma?: ReturnType<typeof openPrisma>;
};

export function pool(): pg.Pool {
  return (shared.zhangfangPool ??= openPool());
}

/** Reads and lists rows of the models in prisma/schema.prisma. Throws BUSY (503) when the database cannot answer now. */
export function prisma(): ReturnType<typeof openPrisma> {
  return (shared.zhangfangPrisma ??= openPrisma());
}

/** Ends every connection: for scripts and tests that must exit. */
export async function closeDatabase(): Promise<void> {
  await shared.zhangfangPrisma?.$disconnect();
  await shared.zhangfangPool?.end();
  delete shared.zhangfangPrisma;
  delete shared.zhangfangPool;
}
