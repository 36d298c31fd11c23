import { setTimeout as sleep } from "node:timers/promises";
import {
  sql,
  type AliasedRawBuilder,
  type DeleteResult,
  type InsertResult,
  type RawBuilder,
  type UpdateResult,
} from "kysely";
import { LRUCache } from "lru-cache";
import { invariant } from "../core/assert.ts";
import { AppError } from "../core/errors.ts";
import { wakeEvents } from "../core/wake.ts";
import { CommitConflict, conflictOf, pauseMs } from "./conflict.ts";
import { snakeCase } from "./names.ts";
import { prepare, type Prepared, type Statement } from "./prepared.ts";
import { send, sqlState } from "./send.ts";

/** How many rows a part must touch. Any other count undoes the whole commit. "any": every count is accepted. */
export type RowCount = number | "any";

/** What a part's RETURNING (or its select list) gives; nothing when it has none. */
type Returned<Output> = Output extends InsertResult | UpdateResult | DeleteResult ? Record<never, never> : Output;

/**
 * One write of a commit, by the name under which the statement has it. Later parts may use what it returns: `ref` is its
 * only value of a column, `as` all its rows.
 */
export class Handle<Row> {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** The value of a column of the one row that this part touches, for a later part of the same commit. */
  ref<Column extends keyof Row & string>(column: Column): RawBuilder<Row[Column]> {
    return sql`(select ${sql.ref(column)} from ${sql.table(this.name)})`;
  }

  /** The rows of this part as a table of a later one. */
  as<Alias extends string>(alias: Alias): AliasedRawBuilder<Row, Alias> {
    return sql<Row>`${sql.table(this.name)}`.as(alias);
  }
}

/** A part whose rows leave the database with the answer: `Done.of` has them. */
export class Returning<Row> extends Handle<Row> {
  readonly columns: readonly string[];

  constructor(name: string, columns: readonly string[]) {
    super(name);
    this.columns = columns;
  }
}

/** What a verb has decided to write, to be added to its commit. */
export type Write = (commit: Commit) => void;

interface Part {
  readonly handle: Handle<unknown>;
  readonly statement: Prepared<unknown>;
  readonly rows: RowCount;
}

/** What a commit has written. */
export class Done {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #parts: readonly Part[];

  constructor(values: Readonly<Record<string, unknown>>, parts: readonly Part[]) {
    this.#values = values;
    this.#parts = parts;
  }

  /** How many rows the part touched. */
  count(part: Handle<unknown>): number {
    return Number(this.#values[countOf(this.#indexOf(part))]);
  }

  /** The rows that the part returned. */
  of<Row>(part: Returning<Row>): Row[] {
    const index = this.#indexOf(part);
    const columns = part.columns.map((name, place) => [name, this.#column(index, place)] as const);
    return Array.from({ length: this.count(part) }, (_, i) =>
      Object.fromEntries(columns.map(([name, values]) => [name, values[i]])),
    ) as Row[];
  }

  /** The one row that the part returned. */
  one<Row>(part: Returning<Row>): Row {
    const [row] = this.of(part);
    invariant(row, `${part.name} returned a row`);
    return row;
  }

  #indexOf(part: Handle<unknown>): number {
    const index = this.#parts.findIndex(({ handle }) => handle === part);
    invariant(index >= 0, "a handle belongs to the commit that made it");
    return index;
  }

  #column(index: number, place: number): readonly unknown[] {
    const values = this.#values[columnOf(index, place)] ?? [];
    invariant(Array.isArray(values), "an enum leaves a commit as text: select it with ::text");
    return values as readonly unknown[];
  }
}

const countOf = (index: number) => `n${index}`;
const columnOf = (index: number, place: number) => `n${index}c${place}`;

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

const STATEMENT_TRIES = 4;

/**
 * Everything that a verb writes, as one statement that happens whole or not at all: one round trip, one flush to disk
 * (docs/decisions/0001). Each part is a typed statement with the number of rows that it must touch. All parts see the
 * database as it was before the commit, so no two of them may write the same row.
 */
export class Commit {
  readonly #verb: string;
  readonly #parts: Part[] = [];
  readonly #effects = new Set<() => void>();

  /** `verb`: who writes; a conflict names it. */
  constructor(verb: string) {
    this.#verb = verb;
  }

  /**
   * Adds a part. `name` is its name in the statement and in a conflict; a second one of that name gets a number.
   * @param statement built for this run, or prepared once for all (lib/db/prepared.ts), as on the hottest paths
   * @param rows how many rows it must touch, one unless said otherwise
   */
  add<Output>(
    name: string,
    statement: Statement<Output> | Prepared<Output>,
    rows: RowCount = 1,
  ): Handle<Returned<Output>> {
    const handle = new Handle<Returned<Output>>(this.#freeName(name));
    this.#parts.push({ handle, statement: textOf(statement), rows });
    return handle;
  }

  /**
   * Adds a part whose RETURNING, or select list, the verb reads after the commit.
   * @param columns those that it reads, where later parts need more of them; all, unless said otherwise
   */
  addReturning<Output, Column extends keyof Returned<Output> & string = keyof Returned<Output> & string>(
    name: string,
    statement: Statement<Output> | Prepared<Output>,
    rows: RowCount = 1,
    columns?: readonly Column[],
  ): Returning<Pick<Returned<Output>, Column>> {
    const text = textOf(statement);
    const handle = new Returning<Pick<Returned<Output>, Column>>(this.#freeName(name), columns ?? text.columns);
    this.#parts.push({ handle, statement: text, rows });
    return handle;
  }

  /** Calls `effect`, which must not throw, once the commit stands: each one once. Not where nobody knows whether it stands. */
  afterwards(effect: () => void): void {
    this.#effects.add(effect);
  }

  #freeName(name: string): string {
    invariant(/^[a-z][A-Za-z]*$/.test(name), "a part is named like a table");
    const others = this.#parts.filter((part) => part.handle.name.replace(/\d+$/, "") === name).length;
    return others === 0 ? name : `${name}${others + 1}`;
  }

  /** The parts in their order, and the statement that they become. */
  explain(): { verb: string; parts: { name: string; rows: RowCount; sql: string }[]; sql: string } {
    const parts = this.#parts.map(({ handle, rows, statement }) => ({ name: handle.name, rows, sql: statement.text }));
    return { verb: this.#verb, parts, sql: this.#statement().text };
  }

  /**
   * Writes all parts or none. Throws CommitConflict when a part did not find the rows it must touch or when a unique
   * index is violated, BUSY (503) when it was certainly not done (no connection, a timeout, deadlocks without end),
   * OUTCOME_UNKNOWN (503) when the connection broke with the statement under way: the caller must not treat it as not
   * done.
   */
  async run(): Promise<Done> {
    const { text, values } = this.#statement();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [row] = await send<Record<string, unknown>>(text, values, "OUTCOME_UNKNOWN");
        for (const effect of this.#effects) effect();
        wakeEvents();
        return new Done(row!, this.#parts);
      } catch (error) {
        const conflict = conflictOf(error, this.#verb);
        if (conflict) throw conflict;
        if (!isUndone(error)) throw error;
        // The database rolled the statement back, so it is retried, a bounded number of times.
        if (attempt === STATEMENT_TRIES) throw new AppError("BUSY", { detail: error, retryAfter: 1 });
        await sleep(pauseMs(attempt));
      }
    }
  }

  /** Writes all parts or none. null: a conflict; nothing is written. Throws as `run` does, but no conflict. */
  async attempt(): Promise<Done | null> {
    try {
      return await this.run();
    } catch (error) {
      if (error instanceof CommitConflict) return null;
      throw error;
    }
  }

  /** The parts as one data-modifying WITH. Commits of one shape have the same text, which is joined once. */
  #statement(): { text: string; values: unknown[] } {
    invariant(this.#parts.length > 0, "a commit has parts");
    const shape = this.#parts
      .map(({ handle, rows, statement }) => `${handle.name} ${rows === "any"} ${statement.text}`)
      .join("\n");
    let text = texts.get(shape);
    if (text === undefined) {
      text = joined(this.#parts);
      texts.set(shape, text);
    }
    const wanted = this.#parts.flatMap(({ rows }) => (rows === "any" ? [] : [rows]));
    return { text, values: [...this.#parts.flatMap(({ statement }) => statement.values), ...wanted] };
  }
}

/** The texts of the commits that were made, by their shapes. As many as there are verbs and their few variants. */
const texts = new LRUCache<string, string>({ max: 1_000 });

function textOf<Output>(statement: Statement<Output> | Prepared<Output>): Prepared<Output> {
  return "text" in statement ? statement : prepare(statement);
}

/**
 * Every part as a CTE with its values counted on, then the answers of all parts, joined in their order. The answers are
 * joined, and not scalar subqueries of one select list, because PostgreSQL starts every subquery of a statement again for
 * each row that it had to wait for: with them, concurrent spendings of one member cost it a fifth more (decision 1).
 */
function joined(parts: readonly Part[]): string {
  let values = 0;
  const ctes = parts.map(({ handle, statement }) => {
    const before = values;
    values += statement.values.length;
    const text = statement.text.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + before}`);
    return `"${snakeCase(handle.name)}" as (${text}${statement.columns.length > 0 ? "" : " returning 1 as one"})`;
  });
  const answers = parts.map((part, index) => {
    if (part.rows !== "any") values += 1;
    return answerOf(part, index, values);
  });
  return `with ${ctes.join(", ")} select * from ${answers.join(" cross join lateral ")}`;
}

/**
 * How many rows a part touched, and the columns that it returns, as one row. It depends on the answer before it, so the
 * parts run, and their counts are compared, in their order.
 * @param wanted the place of the wanted number of rows among the statement's values
 */
function answerOf({ handle, rows }: Part, index: number, wanted: number): string {
  const name = snakeCase(handle.name);
  // The function raises when the counts differ, and so undoes the statement.
  const touched =
    rows === "any" ? "count(*)" : `case when expect_rows('${name}', $${wanted}::bigint, count(*)) then count(*) end`;
  const columns = handle instanceof Returning ? handle.columns : [];
  const lists = columns.map((column, place) => `array_agg("${snakeCase(column)}") as ${columnOf(index, place)}`);
  const after = index === 0 ? "" : ` where answer${index - 1}.${countOf(index - 1)} is not null`;
  return `(select ${[`${touched} as ${countOf(index)}`, ...lists].join(", ")} from "${name}"${after}) as answer${index}`;
}

/** Deadlock or serialization failure: the database has rolled the statement back. */
function isUndone(error: unknown): boolean {
  const state = sqlState(error);
  return state === DEADLOCK || state === SERIALIZATION_FAILURE;
}
