import { createServer, request as open, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dice } from "../../scripts/dice.ts";
import type { Findings } from "./findings.ts";

const PATIENCE_MS = 3_000;
const KEPT_NOTICES = 100;
const NOTIFY = "/api/alipay/notify";

/**
 * The one public address: hands each request to a living instance of its choice, to another one when nobody listens
 * there. If an instance dies during a request, the caller's connection breaks too. All notifications pass through, so
 * the answers are recorded here.
 */
export class Front {
  readonly url: string;
  /** Numbers of notices that were answered `success`. */
  readonly acknowledged = new Set<string>();
  /** The last notifications, for replays. */
  readonly notices: string[] = [];
  readonly #known = new Set<string>();
  readonly #findings: Findings;
  readonly close: () => Promise<void>;

  private constructor(url: string, findings: Findings, close: () => Promise<void>) {
    [this.url, this.#findings, this.close] = [url, findings, close];
  }

  static async open(living: () => string[], dice: Dice, findings: Findings): Promise<Front> {
    const server = createServer((message, answer) => {
      const inOrder = () => (dice.chance(0.5) ? living().toReversed() : living());
      front.#pass(message, answer, inOrder).catch(() => answer.destroy());
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const close = () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    const front = new Front(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, findings, close);
    return front;
  }

  async #pass(message: IncomingMessage, answer: ServerResponse, instances: () => string[]): Promise<void> {
    const body = await buffer(message);
    const notifyId = message.url === NOTIFY ? this.#noted(body.toString()) : null;
    // Without a living instance it waits, as a load balancer does.
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50))
      for (const instance of instances()) {
        const response = await forward(instance, message, body).catch(refusedOnly);
        if (!response) continue;
        const said = await buffer(response);
        if (notifyId && response.statusCode === 200 && said.toString() === "success") this.acknowledged.add(notifyId);
        answer.writeHead(response.statusCode!, response.headers).end(said);
        return;
      }
    answer.destroy();
  }

  #noted(body: string): string | null {
    const notifyId = new URLSearchParams(body).get("notify_id");
    if (!notifyId) return null;
    this.#findings.count(this.#known.has(notifyId) ? "noticesRepeated" : "notices");
    this.#known.add(notifyId);
    this.notices.push(body);
    if (this.notices.length > KEPT_NOTICES) this.notices.shift();
    return notifyId;
  }
}

/** Connection refused: nothing was sent, so another instance is tried. Any other error is unknown. */
function refusedOnly(error: NodeJS.ErrnoException): null {
  if (error.code !== "ECONNREFUSED") throw error;
  return null;
}

function forward(instance: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const passed = { ...headers, "content-length": String(body.byteLength) };
    const request = open(instance + url!, { method: method!, headers: passed, agent: false }, done);
    request.once("error", fail);
    request.end(body);
  });
}
