import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { EventView } from "../contracts/events.ts";

/** What a receiver was sent. */
export interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly event: EventView;
}

export type Answering = (received: Received, response: ServerResponse, index: number) => void | Promise<void>;

const taken: Answering = (_, response) => void response.writeHead(204).end();

/** A product's back end: a real HTTP server on this machine that keeps what it is sent. Ends with the test. */
export class Receiver {
  readonly received: Received[] = [];
  answering: Answering = taken;
  #server: Server;
  #port = 0;

  constructor() {
    this.#server = this.#make();
  }

  #make(): Server {
    return createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        const received = { headers: request.headers, body, event: JSON.parse(body) as EventView };
        this.received.push(received);
        void this.answering(received, response, this.received.length - 1);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async start(): Promise<this> {
    this.#server = this.#make();
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Nobody answers at its port until it is started again. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The ids, in the order in which they came. */
  get ids(): string[] {
    return this.received.map(({ event }) => event.id);
  }
}

const running: Receiver[] = [];

/** Call it once in a test file. */
export function useReceivers(): () => Promise<Receiver> {
  afterEach(async () => {
    for (const receiver of running.splice(0)) await receiver.stop();
  });
  return async () => {
    const receiver = new Receiver();
    running.push(receiver);
    return receiver.start();
  };
}

/** How long an old message is believed, in s. */
const TOLERANCE_S = 300;

/**
 * What a receiver does with a message, by Standard Webhooks, in code that shares nothing with ours: whether one of the signatures
 * is by the secret over what has come, and whether it is young.
 */
export function isGenuine({ headers, body }: Pick<Received, "headers" | "body">, secret: string, now: Date): boolean {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const hmac = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"));
  const expected = `v1,${hmac.update(`${String(id)}.${String(timestamp)}.${body}`).digest("base64")}`;
  return String(signatures).split(" ").includes(expected);
}
