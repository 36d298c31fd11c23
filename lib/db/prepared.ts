import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  ReferenceNode,
  sql,
  type Compilable,
  type OperationNode,
  type OperationNodeSource,
  type RawBuilder,
  type SelectionNode,
} from "kysely";
import { invariant } from "../core/assert.ts";
import { send } from "./send.ts";

/** A typed statement: Kysely's insert, update, delete or select. */
export type Statement<Output> = OperationNodeSource & Compilable<Output>;

/** A statement as it is sent: its text, with $1, $2 … for its values, and the names of the columns that it returns. */
export interface Prepared<Output> {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly columns: readonly string[];
  /** What a row of it is. For the compiler alone; nothing has this field. */
  readonly output?: Output;
}

/** What stands in a prepared statement for the values of each run; nothing for one that this run does without. */
export type Given<Values> = { readonly [Name in keyof Values]: RawBuilder<Values[Name]> };

class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Builds and compiles a statement for one run. */
export function prepare<Output>(statement: Statement<Output>): Prepared<Output> {
  const { sql: text, parameters: values } = statement.compile();
  return { text, values, columns: columnsOf(statement.toOperationNode()) };
}

/**
 * A statement of the hottest paths, built and compiled once: that costs about as much CPU as all else that this process
 * does for it. `build` gets a stand-in for each value of a run. Where some values may be undefined, as in a filter, there
 * is a statement for each set of values that is given.
 */
export function prepared<Values extends object, Output>(
  build: (given: Given<Values>) => Statement<Output>,
): (values: Values) => Prepared<Output> {
  const statements = new Map<string, Prepared<Output>>();
  return (values) => {
    const shape = shapeOf(values);
    let statement = statements.get(shape);
    if (!statement) {
      statement = prepare(build(givenLike(values)));
      statements.set(shape, statement);
    }
    const valueOf = (value: unknown) =>
      value instanceof Placeholder ? (values as Record<string, unknown>)[value.name] : value;
    return { text: statement.text, columns: statement.columns, values: statement.values.map(valueOf) };
  };
}

/** The names of the values that are there. */
function shapeOf(values: object): string {
  let shape = "";
  for (const name in values) if ((values as Record<string, unknown>)[name] !== undefined) shape += `${name} `;
  return shape;
}

function givenLike<Values extends object>(values: Values): Given<Values> {
  const names = Object.keys(values).filter((name) => values[name as keyof Values] !== undefined);
  return Object.fromEntries(names.map((name) => [name, sql`${new Placeholder(name)}`])) as Given<Values>;
}

/** A read or a claim of the hottest paths, built and compiled once. Throws BUSY (503). */
export function compiled<Values extends object, Row>(
  build: (given: Given<Values>) => Statement<Row>,
): (values: Values) => Promise<Row[]> {
  const statement = prepared(build);
  return (values) => {
    const { text, values: parameters } = statement(values);
    return send<Row>(text, parameters, "BUSY");
  };
}

/** The names of the columns that a statement returns. */
function columnsOf(node: OperationNode): string[] {
  const { returning, selections } = node as {
    returning?: { selections: readonly SelectionNode[] };
    selections?: readonly SelectionNode[];
  };
  return (returning?.selections ?? selections ?? []).map(({ selection }) => {
    const column = AliasNode.is(selection)
      ? selection.alias
      : ReferenceNode.is(selection)
        ? selection.column
        : selection;
    if (ColumnNode.is(column)) return column.column.name;
    invariant(IdentifierNode.is(column), "a statement names the columns that it returns");
    return column.name;
  });
}
