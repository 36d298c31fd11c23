import { sql, type RawBuilder, type SelectQueryBuilder } from "kysely";
import { LEFT_COUNTED } from "../core/batch.ts";
import { db } from "./database.ts";
import type { Release } from "./run-due.ts";
import { unnest } from "./unnest.ts";

/**
 * At most `limit` due rows that no other worker is claiming just now, for the `with` of the update that claims them: PostgreSQL
 * finds them once, whatever the plan, and nobody comes between this and the update, for they are one statement.
 */
export function unclaimed<Tables, Table extends keyof Tables, Row>(
  due: SelectQueryBuilder<Tables, Table, Row>,
  limit: number,
): SelectQueryBuilder<Tables, Table, Row> {
  return due.limit(limit).forUpdate().skipLocked();
}

/** The ids of such rows, for `where id = …` of a part, which has no `with` of its own. */
export function unclaimedIds<Tables, Table extends keyof Tables, Id>(
  due: SelectQueryBuilder<Tables, Table, { id: Id }>,
  limit: number,
): RawBuilder<Id> {
  return sql<Id>`any(array${unclaimed(due, limit)})`;
}

/** Claimed rows that go back, as the table `release` of the update that writes when they are looked at again. */
export function released(releases: readonly Release<{ readonly id: bigint }>[]) {
  return unnest("release", {
    id: { bigint: releases.map(({ row }) => row.id) },
    nextAt: { timestamptz: releases.map(({ nextAt }) => nextAt) },
    tries: { int: releases.map(({ isTry }) => (isTry ? 1 : 0)) },
  });
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
