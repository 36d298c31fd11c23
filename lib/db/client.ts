import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { pool } from "./pool.ts";
import { isStaleState, nameOf, readError } from "./send.ts";

/** The codes that the driver adapter leaves out when the line to the database is what failed. */
const LINE_CODES: Readonly<Record<string, string>> = {
  DatabaseNotReachable: "ECONNREFUSED",
  ConnectionClosed: "ECONNRESET",
  SocketTimeout: "ETIMEDOUT",
};

/** The SQLSTATE, or the code of the broken line, that Prisma's error is about. */
function codeBelow(error: unknown): string | undefined {
  const below = error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.driverAdapterError : undefined;
  if (!(below instanceof Error)) return undefined;
  const { kind, originalCode } = below.cause as { readonly kind: string; readonly originalCode?: string };
  return originalCode ?? LINE_CODES[kind];
}

/** BUSY (503) for what `lib/db/send` calls so; any other error as it is. */
function answerTo(error: unknown): unknown {
  const code = codeBelow(error);
  if (code === undefined) return readError(error);
  const below = Object.assign(new Error(code, { cause: error }), { code });
  const answer = readError(below);
  return answer === below ? error : answer;
}

/** Set while an operation runs again because a migration made one of its statements stale. */
const isAgain = new AsyncLocalStorage<true>();

/**
 * Statements are prepared by name, as ours are; but a list has a text for each of its lengths, and a connection would fill
 * with them: no name, and so nothing is kept.
 */
function statementNameGenerator({ sql }: { readonly sql: string }): string {
  return isAgain.getStore() || sql.includes(" IN (") ? "" : nameOf(sql);
}

function openClient() {
  const adapter = new PrismaPg(pool(), { statementNameGenerator });
  return new PrismaClient({ adapter }).$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args)
          // The pool has replaced the connection on which the statement failed.
          .catch((error: unknown) => {
            if (!isStaleState(codeBelow(error))) throw error;
            return isAgain.run(true, () => query(args));
          })
          .catch((error: unknown) => {
            throw answerTo(error);
          }),
    },
  });
}

type Client = ReturnType<typeof openClient>;

/** One client per pool, kept over hot reloads of development. */
const shared = globalThis as typeof globalThis & { zhangfangPrisma?: { pool: pg.Pool; client: Client } };

/** Reads rows with their relations, one statement for each table. Throws BUSY (503) as `lib/db/database` does. */
export function prisma(): Client {
  if (shared.zhangfangPrisma?.pool !== pool()) shared.zhangfangPrisma = { pool: pool(), client: openClient() };
  return shared.zhangfangPrisma.client;
}
