import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { CONNECT_MS } from "../core/lease.ts";
import { SECOND_MS } from "../core/time.ts";
import { databaseEnv } from "../env.ts";
import { log } from "../log.ts";
import type { Prepared } from "./prepared.ts";
import { send } from "./send.ts";

/** How often the version is read, beside the notifications. */
const POLL_MS = 5 * SECOND_MS;

/** How long an answer is trusted: this bounds a connection that died in silence and a process that stood still. */
const TRUST_MS = 2 * POLL_MS;

/** A later answer counts as none. */
const ANSWER_MS = 3 * SECOND_MS;

const LONGEST_PAUSE_MS = 10 * SECOND_MS;

export interface Watched {
  /** The database notifies of a new version here, in the transaction that raises it. */
  readonly channel: string;
  /** One row with the version, or none. */
  readonly version: Prepared<{ version: bigint }>;
}

/**
 * Knows the newest committed version of something in the database, over a connection of its own (LISTEN). The version is
 * null whenever it cannot be trusted: before the first test notification has arrived, while it reconnects, and behind a
 * pooler that drops notifications. It reconnects for ever, at growing intervals.
 */
export class VersionWatch {
  readonly #watched: Watched;
  readonly #closing = new AbortController();
  #version: bigint | null = null;
  #trustedUntil = 0;
  /** Whether a version arrived since the read under way began: it may be newer than the answer. */
  #wasNotified = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    void this.#keepListening();
  }

  /** null: unknown now. */
  get version(): bigint | null {
    return performance.now() < this.#trustedUntil ? this.#version : null;
  }

  close(): void {
    this.#closing.abort();
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      const error = await this.#listen(() => (failures = 0)).catch((thrown: unknown) => thrown);
      this.#trustedUntil = 0;
      this.#version = null;
      if (signal.aborted) return;
      if (failures === 0) log.warn({ channel: this.#watched.channel, error }, "not listening to the database");
      await delay(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures), undefined, { signal, ref: false }).catch(() => null);
      failures += 1;
    }
  }

  /** Listens until the connection is lost or this is closed; throws either way. `onAnswer`: after every answer. */
  async #listen(onAnswer: () => void): Promise<never> {
    const { channel } = this.#watched;
    const client = new pg.Client({
      connectionString: databaseEnv().databaseUrl,
      application_name: channel,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    const isLost = new Promise<never>((_, fail) => {
      client.on("error", fail);
      client.once("end", () => fail(new Error("the connection ended")));
    });
    isLost.catch(() => undefined); // It may fail before the first race below.
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      await Promise.race([isLost, this.#proveNotifications(client)]);
      client.on("notification", ({ payload }) => this.#onNotification(payload));
      const { signal } = this.#closing;
      for (;;) {
        await this.#ask(client);
        onAnswer();
        await Promise.race([isLost, delay(POLL_MS, undefined, { signal, ref: false })]);
      }
    } finally {
      // Not awaited: a broken connection may take minutes to end.
      client.end().catch(() => undefined);
    }
  }

  /** A pooler in transaction mode accepts LISTEN and drops notifications, so one sent by another connection must arrive. */
  async #proveNotifications(client: pg.Client): Promise<void> {
    const token = randomUUID();
    const arrived = new Promise<void>((done) => {
      client.on("notification", ({ payload }) => payload === token && done());
    });
    await send("select pg_notify($1, $2)", [this.#watched.channel, token], "BUSY");
    const tooLate = delay(ANSWER_MS, undefined, { ref: false }).then(() => {
      throw new Error("a notification does not arrive; a pooler in transaction mode?");
    });
    await Promise.race([arrived, tooLate]);
  }

  /** Versions arrive in the order of their commits; the test tokens of other processes are ignored. */
  #onNotification(payload: string | undefined): void {
    if (!payload || !/^\d+$/.test(payload)) return;
    const received = BigInt(payload);
    this.#wasNotified = true;
    // A notification sent before the first answer may arrive after it.
    if (this.#version === null || received > this.#version) this.#version = received;
  }

  async #ask(client: pg.Client): Promise<void> {
    this.#wasNotified = false;
    const askedAt = performance.now();
    const { rows } = await client.query<{ version: string }>(this.#watched.version.text);
    // No row: unknown. A lower version than before is right too: the table was restored.
    if (!this.#wasNotified) this.#version = rows[0] ? BigInt(rows[0].version) : null;
    this.#trustedUntil = askedAt + TRUST_MS;
  }
}
