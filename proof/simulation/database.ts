import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "../../scripts/migrate.ts";
import { ensureDatabase, startPostgres, type Postgres } from "../../scripts/postgres.ts";

const NAME = "simulation";

/**
 * The app's sessions. Told from those of the simulation, because one that a pooler holds has the app's name only while it
 * works for it.
 */
const OF_THE_APP =
  "datname = current_database() and backend_type = 'client backend' and application_name not like 'simulation%'";

/** The trigger function for table faults. Created once, because concurrent replacement fails. */
const OBSTACLE = `create function obstacle() returns trigger language plpgsql as $$
  begin raise exception using errcode = tg_argv[0], message = 'in the way'; end $$`;

/** A durable PostgreSQL with a separate connection for the simulation. */
export class Database {
  readonly #dataDir: string;
  #server: Postgres;
  readonly #pool: pg.Pool;

  private constructor(dataDir: string, server: Postgres) {
    [this.#dataDir, this.#server] = [dataDir, server];
    this.#pool = new pg.Pool({ connectionString: this.url, max: 8, application_name: "simulation" });
    this.#pool.on("error", () => undefined); // Idle connections break when the server is killed; expected here.
  }

  static async start(folder: string): Promise<Database> {
    const dataDir = resolve(folder, "postgres");
    const server = await startPostgres({ dataDir, durable: true });
    await ensureDatabase(server, NAME);
    await migrate(server.urlOf(NAME));
    const database = new Database(dataDir, server);
    await database.ask(OBSTACLE);
    return database;
  }

  get url(): string {
    return this.#server.urlOf(NAME);
  }

  /** Any SQL, once. Throws when the server is away. */
  async tell<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  /** SQL that may be done twice: again until the server is there. */
  async ask<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    for (const end = Date.now() + 60_000; ; await sleep(50))
      try {
        return await this.tell<Row>(text, values);
      } catch (error) {
        if (!isWeather(error) || Date.now() > end) throw error;
      }
  }

  /** Runs `work` while a session holds the locks of `statement`; ends without an error when the server dies. */
  async holding(statement: string, values: unknown[], work: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: "simulation-lock" });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("begin");
      await client.query("set local lock_timeout = '3s'");
      await client.query(statement, values);
    } catch {
      await client.end().catch(() => undefined);
      return;
    }
    try {
      await work();
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** How many of the app's sessions wait for a lock. */
  async waiting(): Promise<number> {
    const [row] = await this.tell<{ n: number }>(`select count(*)::int as n from pg_stat_activity
      where ${OF_THE_APP} and wait_event_type = 'Lock'`);
    return row!.n;
  }

  /** Ends sessions of the app: all that wait for a lock, or each with this chance. How many. */
  async endSessions(which: "waiting" | number): Promise<number> {
    const chosen = which === "waiting" ? "wait_event_type = 'Lock'" : `random() < ${which}`;
    const [row] = await this.tell<{
      n: number;
    }>(`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
      where ${OF_THE_APP} and ${chosen}`);
    return row!.n;
  }

  /** Kills PostgreSQL without a checkpoint, restarts it on the same address and waits for recovery. */
  async crash(pause: () => Promise<unknown>): Promise<void> {
    const [pid] = (await readFile(resolve(this.#dataDir, "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), "SIGQUIT");
    await this.#server.ended;
    await pause();
    this.#server = await startPostgres({ dataDir: this.#dataDir, port: this.#server.port, durable: true });
  }

  async stop(): Promise<void> {
    await this.#pool.end();
    await this.#server.stop();
  }
}

/** Errors of a stopped server, a terminated session, or a statement cancelled by a deadlock. */
function isWeather(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(57P\d\d|57014|55P03|40P01|08\w{3}|53\d{3}|ECONN\w+|EPIPE)$/.test(code) ||
    /Connection terminated|not queryable/.test(error.message)
  );
}
