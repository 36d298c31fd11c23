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

/** The SQLSTATE, or the code of the broken line, that Prisma's error is about, and the server's own words. */
function below(error: unknown): { readonly code: string | undefined; readonly message: string } | undefined {
  const told = error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.driverAdapterError : undefined;
  if (!(told instanceof Error)) return undefined;
  type Told = { readonly kind: string; readonly originalCode?: string; readonly originalMessage?: string };
  const { kind, originalCode: code = LINE_CODES[kind], originalMessage: message = code ?? kind } = told.cause as Told;
  return { code, message };
}

/** What `lib/db/send` makes of it; any other error as it is. */
function answerTo(error: unknown): unknown {
  const { code, message } = below(error) ?? {};
  if (code === undefined) return readError(error);
  const told = Object.assign(new Error(message, { cause: error }), { code });
  const answer = readError(told);
  return answer === told ? error : answer;
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
            if (!isStaleState(below(error)?.code)) throw error;
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
