import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dice } from "../../scripts/dice.ts";
import type { Database } from "./database.ts";
import type { Findings } from "./findings.ts";

/** How the product's back end behaves when it is told of an event: how often each beside the others. */
const MOODS = [
  ["takes it", 12],
  ["takes it late", 2],
  ["answers 500", 4],
  ["hangs up", 2],
] as const;
const LATE_MS = 400;

/** The product's back end as a receiver of events: what it took is what it answered 2xx, in the order of its answers. */
export class Hearing {
  /** The ids of the events that it took, each where it was taken first. */
  readonly taken = new Set<string>();
  readonly #secret = randomBytes(32);
  readonly #dice: Dice;
  readonly #findings: Findings;
  readonly #server: Server;
  /** Each once before chance decides, so that also a short run has met them. */
  readonly #first = MOODS.map(([mood]) => mood);
  #isWell = false;

  private constructor(dice: Dice, findings: Findings) {
    [this.#dice, this.#findings] = [dice, findings];
    this.#server = createServer((request, response) => void this.#hear(request, response));
  }

  /** Listens, and is added to the endpoints of the shop. */
  static async open(database: Database, dice: Dice, findings: Findings): Promise<Hearing> {
    const hearing = new Hearing(dice, findings);
    await once(hearing.#server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(hearing.#server.address() as AddressInfo).port}/hook`;
    await database.ask("insert into sys_webhook_endpoint (url, secret, created_by) values ($1, $2, 'operator')", [
      url,
      `whsec_${hearing.#secret.toString("base64")}`,
    ]);
    return hearing;
  }

  /** From now on it takes everything. */
  recover(): void {
    this.#isWell = true;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => null);
    if (body === null) return;
    const id = String(request.headers["webhook-id"]);
    if (!this.#isGenuine(request, id, body)) this.#findings.violate("event", `${id} is not signed by the shop`);
    const mood = this.#isWell ? "takes it" : (this.#first.pop() ?? this.#dice.weigh(MOODS));
    this.#findings.count(`event: ${mood}`);
    if (mood === "hangs up") return void request.socket.destroy();
    if (mood === "answers 500") return void response.writeHead(500).end();
    if (mood === "takes it late") await sleep(LATE_MS);
    this.taken.add(id);
    response.writeHead(204).end();
  }

  #isGenuine({ headers }: IncomingMessage, id: string, body: string): boolean {
    const said = `${id}.${String(headers["webhook-timestamp"])}.${body}`;
    const expected = `v1,${createHmac("sha256", this.#secret).update(said).digest("base64")}`;
    const given = String(headers["webhook-signature"]);
    return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  }
}
