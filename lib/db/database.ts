import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from "kysely";
import type { DB } from "./generated/tables.ts";
import { snakeCase } from "./names.ts";
import { send } from "./send.ts";

/** The code's names (`orderSn`) become the database's (`order_sn`) while the statement is written. */
class SnakeCaseCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(snakeCase(identifier));
  }
}

/** Reads and claims, each prepared by name on whichever connection of the pool is free. Throws BUSY (503). */
const connection: DatabaseConnection = {
  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return { rows: (await send(text, parameters, "BUSY")) as Row[] };
  },
  streamQuery() {
    throw new Error("rows are read in bounded lists, not streamed");
  },
};

function noTransaction(): never {
  throw new Error("a commit is one statement (docs/decisions/0001): see lib/db/commit.ts");
}

const driver: Driver = {
  init: () => Promise.resolve(),
  acquireConnection: () => Promise.resolve(connection),
  releaseConnection: () => Promise.resolve(),
  beginTransaction: noTransaction,
  commitTransaction: noTransaction,
  rollbackTransaction: noTransaction,
  destroy: () => Promise.resolve(),
};

/** Typed statements on the tables of prisma/schema.prisma. Connects with its first statement. */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new SnakeCaseCompiler(),
  },
});
