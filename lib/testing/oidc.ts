import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { cookiesOf, doorOf, postForm } from "./sign-in.ts";
import { knock, type Answer } from "./doors.ts";
import { CLIENT, endInteraction, openIdProvider, type ProductUser } from "./openid-provider.ts";

/** The product's provider: oidc-provider, on loopback. */
export interface ProductProvider {
  readonly issuer: string;
  /** Whoever sits at the browser that comes next; null: they turn back. */
  user: ProductUser | null;
  /** false: the provider answers everything with 503. */
  isUp: boolean;
}

const RETURN_TO = "http://localhost:3000/api/auth/callback/oidc";

/** Starts the provider, and names it in the environment. Call it before anything reads that. */
export function useProductProvider(): ProductProvider {
  const place: { -readonly [Key in keyof ProductProvider]: ProductProvider[Key] } = {
    issuer: "",
    user: null,
    isUp: true,
  };
  let server: Server;
  beforeAll(async () => {
    // What it says about its defaults is for whoever would run it in earnest.
    const quiet = [vi.spyOn(console, "info"), vi.spyOn(console, "warn")].map((spy) => spy.mockImplementation(() => {}));
    server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    place.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", answers(place));
    quiet.forEach((spy) => spy.mockRestore());
    vi.stubEnv("OIDC_ISSUER", place.issuer);
    vi.stubEnv("OIDC_CLIENT_ID", CLIENT.id);
    vi.stubEnv("OIDC_CLIENT_SECRET", CLIENT.secret);
    vi.stubEnv("OIDC_NAME", "某产品");
  });
  beforeEach(() => Object.assign(place, { user: null, isUp: true }));
  afterAll(() => void server.close());
  return place;
}

function answers(place: ProductProvider) {
  const people = new Map<string, ProductUser>();
  const provider = openIdProvider(place.issuer, RETURN_TO, people);
  const pages = provider.callback();
  /** Its page to sign in: whoever sits there is in, and has agreed. */
  const signIn = async (request: IncomingMessage, response: ServerResponse) => {
    const { user } = place;
    if (user) people.set(user.sub, user);
    await endInteraction(provider, user, request, response);
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!place.isUp) response.writeHead(503).end();
    else if (request.url?.startsWith("/interaction/")) void signIn(request, response);
    else pages(request, response);
  };
}

/** One browser: it keeps the cookies of the shop. */
export class ProviderBrowser {
  readonly #from: string;
  #jar: ReadonlyMap<string, string>;

  constructor(from: string, cookie = "") {
    this.#from = from;
    this.#jar = new Map(cookie.split("; ").flatMap((one) => (one ? [pairOf(one)] : [])));
  }

  get cookie(): string {
    return [...this.#jar].map((pair) => pair.join("=")).join("; ");
  }

  /** Takes the cookies of that name from another browser. */
  steal(other: ProviderBrowser, name: string): void {
    this.#jar = new Map([...this.#jar, ...[...other.#jar].filter(([key]) => key.includes(name))]);
  }

  /** The button: where it leads. */
  async setOut(callbackUrl = "/"): Promise<{ answer: Answer; url: string }> {
    const headers = { cookie: this.cookie, "x-forwarded-for": this.#from };
    const answer = await postForm("signin/oidc", { callbackUrl }, headers);
    this.#keep(answer);
    return { answer, url: (answer.json as unknown as { url: string }).url };
  }

  /** Comes to the shop's own address with what the provider gave. */
  async comeBack(address: string): Promise<Answer> {
    const door = await doorOf("GET /api/auth/[...nextauth]");
    const headers = { cookie: this.cookie, "x-forwarded-for": this.#from };
    const query = new URL(address).search.slice(1);
    const answer = await knock(door, { params: { nextauth: ["callback", "oidc"] }, query, headers });
    this.#keep(answer);
    return answer;
  }

  /** The whole way: out, through the provider, and back. */
  async signIn(callbackUrl = "/"): Promise<Answer> {
    const { url } = await this.setOut(callbackUrl);
    return this.comeBack(await throughProvider(url));
  }

  #keep(answer: Answer): void {
    const set = answer.headers.getSetCookie().map((cookie) => ({ pair: pairOf(cookie.split(";")[0]!), cookie }));
    const jar = new Map(this.#jar);
    for (const { pair, cookie } of set) {
      if (/max-age=0(;|$)/i.test(cookie)) jar.delete(pair[0]);
      else jar.set(...pair);
    }
    this.#jar = jar;
  }
}

function pairOf(cookie: string): [string, string] {
  const at = cookie.indexOf("=");
  return [cookie.slice(0, at), cookie.slice(at + 1)];
}

/** What a browser does at the provider: follows it, with its cookies, until it is sent back to the shop. */
export async function throughProvider(start: string): Promise<string> {
  let [url, cookie] = [start, ""];
  while (!url.startsWith(RETURN_TO)) {
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    const place = answer.headers.get("location");
    if (!place) throw new Error(`the provider answers ${answer.status}: ${await answer.text()}`);
    cookie = [cookie, cookiesOf(answer)].filter(Boolean).join("; ");
    url = new URL(place, url).href;
  }
  return url;
}

/** What became of a way back: the member who is signed in now; or the word with which the sign-in page says why nobody is. */
export async function outcomeOf({ status, headers }: Answer, browser: ProviderBrowser): Promise<number | string> {
  expect(status).toBe(302);
  const place = new URL(headers.get("location")!);
  const id = await memberOf(browser);
  if (id !== null) return id;
  expect(place.origin + place.pathname).toBe("http://localhost:3000/sign-in");
  return place.searchParams.get("error") ?? "";
}

/** Who is signed in there. */
export async function memberOf({ cookie }: ProviderBrowser): Promise<number | null> {
  const door = await doorOf("GET /api/auth/[...nextauth]");
  const { json } = await knock(door, { params: { nextauth: ["session"] }, headers: { cookie } });
  return (json as { user?: { id: number } }).user?.id ?? null;
}
