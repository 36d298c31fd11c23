import { sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, vi } from "vitest";
import { alipayKey } from "./notices.ts";

/** A gateway that signs any answer given by the test, also ones that the sandbox never gives. */
export interface ScriptedAlipay {
  origin: string;
  /** The fields of its answer to every call. */
  reply: Readonly<Record<string, unknown>>;
  /** The methods that were called, oldest first. */
  readonly calls: string[];
  /** What a call that comes now waits for before it is answered; null: nothing. */
  hold: Promise<unknown> | null;
  /** What it does with a request for anything but its gateway. */
  serve: (response: ServerResponse) => void;
}

export function useScriptedAlipay(): ScriptedAlipay {
  const alipay: ScriptedAlipay = {
    origin: "",
    reply: {},
    calls: [],
    hold: null,
    serve: (response) => response.writeHead(404).end(),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, alipay.origin);
    if (url.pathname !== "/gateway.do") return alipay.serve(response);
    const method = url.searchParams.get("method")!;
    const key = `${method.replaceAll(".", "_")}_response`;
    const { hold } = alipay;
    alipay.calls.push(method);
    const body = JSON.stringify(alipay.reply);
    const signature = sign("RSA-SHA256", Buffer.from(body), alipayKey()).toString("base64");
    request.resume().on("end", () => {
      void Promise.resolve(hold).then(() => response.end(`{"${key}":${body},"sign":"${signature}"}`));
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    alipay.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.stubEnv("ALIPAY_GATEWAY", `${alipay.origin}/gateway.do`);
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return alipay;
}
