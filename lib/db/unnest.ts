import { sql, type AliasedRawBuilder } from "kysely";

/** The types of the lists that statements are given, by their names in PostgreSQL. */
interface Lists {
  bigint: bigint;
  boolean: boolean;
  int: number;
  text: string | null;
  timestamptz: Date;
  /** JSON as text. */
  jsonb: string;
}

/** One column: its type, and its values. */
type Column = { readonly [Type in keyof Lists]?: readonly Lists[Type][] };

type ValueOf<C> = {
  [Type in keyof Lists]: C extends Readonly<Record<Type, unknown>> ? Lists[Type] : never;
}[keyof Lists];

type RowOf<Columns> = { [Name in keyof Columns]: ValueOf<Columns[Name]> };

/**
 * Lists of equal length as the columns of a table, so that a statement has the same text however many rows it is given.
 * `place` counts the rows from 1 in the order of the lists.
 */
export function unnest<Columns extends Readonly<Record<string, Column>>, Alias extends string>(
  alias: Alias,
  columns: Columns,
): AliasedRawBuilder<RowOf<Columns> & { place: bigint }, Alias> {
  const lists = Object.values(columns).map((column) => {
    const [[type, values]] = Object.entries(column) as [[string, readonly unknown[]]];
    return sql`${values}::${sql.raw(type)}[]`;
  });
  const names = [...Object.keys(columns), "place"].map((name) => sql.id(name));
  return sql<RowOf<Columns> & { place: bigint }>`unnest(${sql.join(lists)}) with ordinality`.as<Alias>(
    sql`${sql.id(alias)} (${sql.join(names)})`,
  );
}
