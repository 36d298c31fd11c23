import { sql, type RawBuilder, type SelectQueryBuilder } from "kysely";
import { LEFT_COUNTED } from "../core/batch.ts";
import { db } from "./database.ts";

/**
 * The ids of at most `limit` due rows that no other worker is claiming just now, for `where id = any(…)` of the update that
 * claims them. As an array they are found once, whatever the plan; the update and this are one statement, so nobody is between.
 */
export function unclaimed<Tables, Table extends keyof Tables, Id>(
  due: SelectQueryBuilder<Tables, Table, { id: Id }>,
  limit: number,
): RawBuilder<Id> {
  return sql<Id>`any(array${due.limit(limit).forUpdate().skipLocked()})`;
}

/** Any id but these, for `where id <> …`. */
export function each(ids: readonly bigint[]): RawBuilder<bigint> {
  return sql<bigint>`all(${ids}::bigint[])`;
}

/** How many rows a query finds, counted no further than LEFT_COUNTED. */
export async function countDue<Tables, Table extends keyof Tables, Row>(
  due: SelectQueryBuilder<Tables, Table, Row>,
): Promise<number> {
  const found = sql<bigint>`(select count(*) from ${due.limit(LEFT_COUNTED)} as due)`;
  const { left } = await db.selectNoFrom(found.as("left")).executeTakeFirstOrThrow();
  return Number(left);
}
