import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
// Must come first: provides what Next's server provides to the modules below.
import "next/dist/server/node-environment-baseline.js";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external.js";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external.js";
import { createRequestStoreForAPI } from "next/dist/server/async-storage/request-store.js";
import { NextRequest } from "next/server";
import { endpoints } from "../contracts/api.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import { problemSchema } from "../contracts/service-values.ts";
import { isErrorCode } from "../core/errors.ts";
import { env } from "../env.ts";
import { errorsOf } from "../http/openapi-errors.ts";

const APP = resolve(import.meta.dirname, "../../app");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

type Params = Readonly<Record<string, string | readonly string[]>>;
type Handler = (request: NextRequest, route: { params: Promise<Params> }) => Promise<Response>;

/** One exported handler: `POST /api/payment/cancel/[orderSn]`. */
export interface Door {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly handle: Handler;
}

/** A public page that is a document of its own (decision 71): `app/developers.test.ts` looks at it. */
const PAGES = ["developers/reference/route.ts"];

/** Every endpoint, from the route files. */
export async function findDoors(): Promise<Door[]> {
  const files = (await readdir(APP, { recursive: true }))
    .filter((file) => /(^|\/)route\.tsx?$/.test(file) && !PAGES.includes(file))
    .sort();
  const doors = await Promise.all(files.map(doorsOf));
  return doors.flat();
}

async function doorsOf(file: string): Promise<Door[]> {
  const exported = (await import(resolve(APP, file))) as Record<string, Handler>;
  // Next leaves a folder in parentheses out of the address.
  const path = `/${file.replace(/\/route\.tsx?$/, "").replace(/\([^)]*\)\//g, "")}`;
  // What answers 405 is no door.
  const isDoor = (method: string) => exported[method] && !("isRefusal" in exported[method]);
  return METHODS.filter(isDoor).map((method) => ({
    name: `${method} ${path}`,
    method,
    path,
    handle: exported[method]!,
  }));
}

/** A request. `body` is sent as JSON, `raw` unchanged. */
export interface Knock {
  readonly params?: Params;
  readonly query?: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The envelope, where the answer is JSON. Of /api/v1: a problem in the envelope's words; what is no problem, as it is. */
  readonly json: {
    code: number;
    message: string;
    error?: string;
    issues?: { field: string; message: string }[];
    data: never;
  };
}

/** Throws when an endpoint answers an error that its table entry does not list. */
function requireNamed({ name }: Door, { error }: Answer["json"]): void {
  const endpoint = new Map<string, Endpoint>(Object.entries(endpoints)).get(name);
  if (endpoint && error !== undefined && !(isErrorCode(error) && errorsOf(name, endpoint).includes(error)))
    throw new Error(`${name} answers ${error}, which its line in the table does not name`);
}

/** Sends a same-origin request to the real handler inside Next's request scope. */
export async function knock(door: Door, { params = {}, query = "", body, raw, headers = {} }: Knock): Promise<Answer> {
  const path = door.path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) =>
    [params[name] ?? ""].flat().map(encodeParam).join("/"),
  );
  const { appUrl } = env();
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
  const request = new NextRequest(new URL(path + (query && `?${query}`), appUrl), {
    method: door.method,
    headers: { origin: appUrl, ...(sent === null ? {} : { "content-type": "application/json" }), ...headers },
    ...(door.method === "GET" ? {} : { body: sent }),
  });
  const response = await inRequestScope(request, () => door.handle(request, { params: Promise.resolve(params) }));
  const text = await response.text();
  const json = jsonOf(response.headers.get("content-type") ?? "", text);
  requireNamed(door, json);
  return { status: response.status, headers: response.headers, text, json };
}

/** The headers of one browser: what another part of it shows joins the cookies, and takes the place of anything else. */
export function together(
  one: Readonly<Record<string, string>> = {},
  other: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const cookie = [one.cookie, other.cookie].filter(Boolean).join("; ");
  return { ...one, ...other, ...(cookie && { cookie }) };
}

function jsonOf(type: string, text: string): Answer["json"] {
  if (type.startsWith("application/json")) return JSON.parse(text) as Answer["json"];
  if (type !== "application/problem+json") return {} as Answer["json"];
  const { status, code, detail, issues } = problemSchema.parse(JSON.parse(text));
  return { code: status, error: code, message: detail, data: undefined as never, ...(issues ? { issues } : {}) };
}

/** A lone surrogate has no percent-encoding; what the server would see of it is the replacement character. */
function encodeParam(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** next-auth reads cookies and headers from Next, so the request scope must be provided outside of its server. */
function inRequestScope<Result>(request: NextRequest, work: () => Promise<Result>): Promise<Result> {
  const { pathname, search } = request.nextUrl;
  const none = undefined as never;
  const store = createRequestStoreForAPI(request, { pathname, search }, none, none, none, none);
  return workAsyncStorage.run({ route: pathname } as never, () => workUnitAsyncStorage.run(store, work));
}
