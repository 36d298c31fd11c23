import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Expression,
  type QueryResult,
  type RawBuilder,
  type SqlBool,
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
    return { rows: await send<Row>(text, parameters, "BUSY") };
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

/**
 * A value of the code itself as part of the statement's text, which is the same every time: a plan that is kept for the
 * prepared statement can then use a partial index. Never for a value that came from outside.
 */
export function literal<const Value extends string | number>(value: Value): RawBuilder<Value> {
  return sql.lit(value);
}

/** A set of states, each as `literal`. */
export function literals<const Value extends string>(values: readonly Value[]): RawBuilder<Value>[] {
  return values.map((value) => sql.lit(value));
}

/** A condition as a column: PostgreSQL answers true or false, where Kysely also thinks of 0 and 1. */
export function truth(condition: Expression<SqlBool>): RawBuilder<boolean> {
  return sql<boolean>`${condition}`;
}

/**
 * The ids that a page selects, as one array. They are found before anything is joined to them, so that a join costs
 * nothing for the rows that a later page skips.
 */
export function idsOf(page: Expression<{ id: bigint }>): RawBuilder<bigint[]> {
  return sql<bigint[]>`array${page}`;
}
