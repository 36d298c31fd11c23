import { encode } from "next-auth/jwt";
import { sessionCookie } from "../../lib/auth/session-cookie.ts";
import { env } from "../../lib/env.ts";
import type { Findings } from "./findings.ts";

/** The answer; "gone": the connection broke, so the outcome is unknown. */
export interface Answer {
  readonly status: number | "gone";
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly text: string;
}

export interface Question {
  readonly method?: "GET" | "POST" | "PATCH";
  readonly body?: object | string;
  readonly key?: string;
  readonly phone?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile";
const PATIENCE_MS = 60_000;

/** Sends one request, measures it, and records a violation for any 5xx except 503. */
export async function ask(url: string, findings: Findings, question: Question = {}): Promise<Answer> {
  const { method = "GET", body, key, phone, headers } = question;
  const isForm = typeof body === "string";
  const began = performance.now();
  findings.count("requests");
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...headers,
        ...(key ? { "idempotency-key": key } : {}),
        ...(phone ? { "user-agent": PHONE } : {}),
        ...(body ? { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    findings.answered(performance.now() - began);
    findings.count(`answers ${response.status}`);
    if (response.status >= 500 && response.status !== 503)
      findings.violate("5xx", `${method} ${new URL(url).pathname} ${response.status} ${text.slice(0, 200)}`);
    return { status: response.status, data: dataOf(text), text };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError")
      findings.violate("answer", `${method} ${new URL(url).pathname} was not answered within ${PATIENCE_MS} ms`);
    findings.count("answers gone");
    return { status: "gone", data: null, text: "" };
  }
}

function dataOf(text: string): Answer["data"] {
  try {
    return (JSON.parse(text) as { data: Answer["data"] }).data;
  } catch {
    return null; // Alipay's words and empty pages are no JSON.
  }
}

/** A member or an admin with a browser. */
export class Person {
  readonly id: bigint;
  readonly #cookie: string;
  readonly #origin: string;
  readonly #findings: Findings;

  private constructor(id: bigint, cookie: string, origin: string, findings: Findings) {
    [this.id, this.#cookie, this.#origin, this.#findings] = [id, cookie, origin, findings];
  }

  /** With the cookie that next-auth would have set for this session, sealed with the real secret. */
  static async signIn(id: bigint, sessionId: string, origin: string, findings: Findings): Promise<Person> {
    const token = { sub: String(id), sessionId, sessionVersion: 1 };
    const cookie = `${sessionCookie().name}=${await encode({ token, secret: env().sessionSecret })}`;
    return new Person(id, cookie, origin, findings);
  }

  get(path: string): Promise<Answer> {
    return this.#ask(path, {});
  }

  post(path: string, body?: object, more: Pick<Question, "key" | "phone"> = {}): Promise<Answer> {
    return this.#ask(path, { method: "POST", ...(body ? { body } : {}), ...more });
  }

  patch(path: string, body: object): Promise<Answer> {
    return this.#ask(path, { method: "PATCH", body });
  }

  #ask(path: string, question: Question): Promise<Answer> {
    return ask(this.#origin + path, this.#findings, { ...question, headers: { cookie: this.#cookie } });
  }
}
