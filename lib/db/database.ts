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
import { pool } from "./pool.ts";
import type { DB } from "./generated/tables.ts";
import { camelCase, snakeCase } from "./names.ts";
import { asAnswer, nameOf } from "./sql.ts";

/** The code's names (`orderSn`) become the database's (`order_sn`) while the statement is written. */
class SnakeCaseCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(snakeCase(identifier));
  }
}

/** Every statement is prepared by name on whichever connection of the pool is free. Throws BUSY (503) like `lib/db/sql`. */
const connection: DatabaseConnection = {
  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = { name: nameOf(text), text, values: [...parameters], rowMode: "array" as const };
    const result = await pool().query<unknown[]>(statement).catch((error: unknown) => {
      throw asAnswer(error);
    });
    const names = result.fields.map((field) => camelCase(field.name));
    return { rows: result.rows.map((values) => rowOf(names, values) as Row), numAffectedRows: BigInt(result.rowCount ?? 0) };
  },
  streamQuery() {
    throw new Error("rows are read in bounded lists, not streamed");
  },
};

function rowOf(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i += 1) row[names[i]!] = values[i];
  return row;
}

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
