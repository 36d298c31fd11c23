import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { CONNECT_MS } from "../core/lease.ts";
import { SECOND_MS } from "../core/time.ts";
import { databaseUrl } from "../env.ts";
import { log } from "../log.ts";
import type { Prepared } from "./prepared.ts";
import { send } from "./send.ts";

/** How often the version is asked for beside what is heard. */
const BEAT_MS = 5 * SECOND_MS;

/** How long an answer holds: a line that died in silence, or a process that stood still, is believed no longer. */
const SURE_MS = 2 * BEAT_MS;

/** An answer that takes longer is none. */
const ANSWER_MS = 3 * SECOND_MS;

const LONGEST_PAUSE_MS = 10 * SECOND_MS;

export interface Watched {
  /** Where the database tells a new version, in the transaction that raises it. */
  readonly channel: string;
  /** One row with the version, or none. */
  readonly version: Prepared<{ version: bigint }>;
}

/**
 * Knows the newest version of something in the database, as soon as it is committed, over a connection of its own that
 * listens (LISTEN). It says nothing whenever it cannot be sure: before it has heard itself, while it connects again, and
 * behind a pooler that does not pass on what it would hear. Connects again for ever, in growing intervals.
 */
export class VersionWatch {
  readonly #watched: Watched;
  readonly #closing = new AbortController();
  #version: bigint | null = null;
  #sureUntil = 0;
  /** Whether a version was heard since the question that is under way was asked: it may be newer than the answer. */
  #hasHeard = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    void this.#keepListening();
  }

  /** null: unknown now. */
  get version(): bigint | null {
    return performance.now() < this.#sureUntil ? this.#version : null;
  }

  close(): void {
    this.#closing.abort();
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      const error = await this.#listen(() => (failures = 0)).catch((thrown: unknown) => thrown);
      this.#sureUntil = 0;
      this.#version = null;
      if (signal.aborted) return;
      if (failures === 0) log.warn({ channel: this.#watched.channel, error }, "not listening to the database");
      await delay(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures), undefined, { signal, ref: false }).catch(() => null);
      failures += 1;
    }
  }

  /** Listens until the connection is lost or this is closed; throws either way. `onSure`: after every answer. */
  async #listen(onSure: () => void): Promise<never> {
    const { channel } = this.#watched;
    const client = new pg.Client({
      connectionString: databaseUrl(),
      application_name: channel,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    const isLost = new Promise<never>((_, fail) => {
      client.on("error", fail);
      client.once("end", () => fail(new Error("the connection ended")));
    });
    isLost.catch(() => undefined); // Also where nobody waits for it yet.
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      await Promise.race([isLost, this.#hearOurselves(client)]);
      client.on("notification", ({ payload }) => this.#hear(payload));
      const { signal } = this.#closing;
      for (;;) {
        await this.#ask(client);
        onSure();
        await Promise.race([isLost, delay(BEAT_MS, undefined, { signal, ref: false })]);
      }
    } finally {
      // Waits for nobody: a broken line may take minutes to end.
      client.end().catch(() => undefined);
    }
  }

  /** A pooler in transaction mode takes LISTEN and passes nothing on: what another connection says must arrive. */
  async #hearOurselves(client: pg.Client): Promise<void> {
    const word = randomUUID();
    const heard = new Promise<void>((done) => {
      client.on("notification", ({ payload }) => payload === word && done());
    });
    await send("select pg_notify($1, $2)", [this.#watched.channel, word], "BUSY");
    const tooLate = delay(ANSWER_MS, undefined, { ref: false }).then(() => {
      throw new Error("what is told does not arrive; a pooler in transaction mode?");
    });
    await Promise.race([heard, tooLate]);
  }

  /** Versions come in the order of their commits. Others' words are none. */
  #hear(payload: string | undefined): void {
    if (!payload || !/^\d+$/.test(payload)) return;
    const told = BigInt(payload);
    this.#hasHeard = true;
    // One that was told before the first answer may arrive after it.
    if (this.#version === null || told > this.#version) this.#version = told;
  }

  async #ask(client: pg.Client): Promise<void> {
    this.#hasHeard = false;
    const askedAt = performance.now();
    const { rows } = await client.query<{ version: string }>(this.#watched.version.text);
    // Without a row nothing is known. A version may also be lower than before: the table was restored.
    if (!this.#hasHeard) this.#version = rows[0] ? BigInt(rows[0].version) : null;
    this.#sureUntil = askedAt + SURE_MS;
  }
}
