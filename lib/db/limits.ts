import pg from "pg";
import { STATEMENT_MS } from "../core/lease.ts";

/** Settings of PostgreSQL by their names. */
type Settings = Readonly<Record<string, string>>;

/**
 * What every statement runs under: limits, so that a stuck lock becomes a 503 (in ms), and UTC, whatever the server's
 * default, because Prisma writes instants without their zone, and reads them so.
 */
export const SETTINGS = {
  statement_timeout: String(STATEMENT_MS),
  lock_timeout: "5000",
  TimeZone: "UTC",
  application_name: "zhangfang",
} as const satisfies Settings;

/** What @types/pg leaves out of a query, and of the connection that it is written to. */
interface Line {
  parse(statement: { readonly text: string }): void;
  bind(portal: { readonly values: readonly string[] }): void;
  execute(portal: object): void;
}
interface ExtendedQuery extends pg.Submittable {
  prepare(line: Line): void;
  handleCommandComplete(message: object, line: Line): void;
}
type Callback = (error: Error | null, result: pg.QueryArrayResult<unknown[]>) => void;
const ExtendedQuery = pg.Query as unknown as new (
  config: pg.QueryConfig & { readonly queryMode: "extended" },
  values: undefined,
  callback: Callback,
) => ExtendedQuery;

/**
 * One statement with settings of its own. Both leave together, without a name, and are one transaction, at whose end the
 * settings are over: they cost no round trip, and nothing of them stays on the connection.
 */
class LimitedQuery extends ExtendedQuery {
  readonly #settings: Settings;
  #areSet = false;

  constructor(settings: Settings, config: pg.QueryConfig, callback: Callback) {
    super({ ...config, name: undefined, queryMode: "extended" }, undefined, callback);
    this.#settings = settings;
  }

  override prepare(line: Line): void {
    // No rows: what is set is not null. set_config is volatile, so that each of them is set.
    const terms = Object.keys(this.#settings).map((name, i) => `set_config('${name}', $${i + 1}, true) is null`);
    line.parse({ text: `select where ${terms.join(" or ")}` });
    line.bind({ values: Object.values(this.#settings) });
    line.execute({});
    super.prepare(line);
  }

  override handleCommandComplete(message: object, line: Line): void {
    if (this.#areSet) super.handleCommandComplete(message, line);
    this.#areSet = true;
  }
}

/** Runs one statement under these settings, which are over with it. */
export function runLimited<Row extends unknown[]>(
  client: pg.ClientBase,
  settings: Settings,
  config: pg.QueryConfig,
): Promise<pg.QueryArrayResult<Row>> {
  return new Promise((done, fail) => {
    const callback: Callback = (error, result) => (error ? fail(error) : done(result as pg.QueryArrayResult<Row>));
    client.query(new LimitedQuery(settings, config, callback));
  });
}

/**
 * A connection to a pooler that lends the server's for one transaction (docs/decisions/0038). It sends no start-up
 * parameters and no named statements; each statement brings its settings with it. A text without values is sent as it is:
 * it may be several statements.
 */
export class TransactionClient extends pg.Client {
  /** Takes what `pg.Client` takes; the compiler cannot join its overloads, so it is told that this never returns. */
  override query(...given: readonly unknown[]): never {
    const [first, ...rest] = given as [string | (pg.QueryConfig & Partial<pg.Submittable>), ...unknown[]];
    const values = rest.find(Array.isArray) as unknown[] | undefined;
    const callback = rest.find((one) => typeof one === "function") as Callback | undefined;
    if (typeof first === "string" ? !values?.length : first.submit)
      return Reflect.apply(super.query, this, given) as never;
    const config = { ...(typeof first === "string" ? { text: first } : first), ...(values ? { values } : {}) };
    if (!callback) return runLimited(this, SETTINGS, config) as never;
    return super.query(new LimitedQuery(SETTINGS, config, callback)) as never;
  }
}
