import { ZhangfangError } from "./errors.ts";
import type { Item, Zhangfang } from "./client.ts";

/** A user of the product, as it knows them. */
export interface HostUser {
  readonly id: string;
  readonly email?: string | null;
  readonly name?: string | null;
}

export interface Host {
  /** Who asks; null: nobody is signed in. It is the product's own session that says so, never something in the request's body. */
  readonly userOf: (request: Request) => Promise<HostUser | null> | HostUser | null;
  /** Where a buyer comes back to, absolute; its origin is on the allow-list of 账房. */
  readonly returnUrl: string;
}

/**
 * The product's own addresses behind the components of `@zhangfang/sdk/react`, below one folder of its server: GET customer,
 * GET catalog, POST checkout, POST portal. The service key stays here; a browser asks with the product's own session.
 * @returns a handler of web requests, for any server that speaks them
 */
export function zhangfangHost(client: Zhangfang, { userOf, returnUrl }: Host): (request: Request) => Promise<Response> {
  const acts: Readonly<Record<string, (user: HostUser, request: Request) => Promise<unknown>>> = {
    "GET customer": (user) => stateOf(client, user),
    "POST checkout": async (user, request) => {
      const { item } = ((await request.json()) ?? {}) as { item: Item };
      await known(client, user);
      const { url } = await client.checkout.create({
        customerId: user.id,
        item,
        successUrl: returnUrl,
        cancelUrl: returnUrl,
      });
      return { url };
    },
    "POST portal": async (user) => {
      await known(client, user);
      return client.portal.create({ customerId: user.id, returnUrl });
    },
  };
  return async (request) => {
    const name = `${request.method} ${new URL(request.url).pathname.split("/").at(-1)}`;
    // What is on sale is for everybody.
    if (name === "GET catalog") return answered(() => client.catalog());
    const act = acts[name];
    if (!act) return json(404, { code: "NOT_FOUND" });
    // A form of another site cannot send JSON, so nobody buys by a click elsewhere.
    if (request.method === "POST" && !/^application\/json\b/.test(request.headers.get("content-type") ?? ""))
      return json(415, { code: "UNSUPPORTED_MEDIA_TYPE" });
    const user = await userOf(request);
    return user ? answered(() => act(user, request)) : json(401, { code: "UNAUTHENTICATED" });
  };
}

async function answered(work: () => Promise<unknown>): Promise<Response> {
  try {
    return json(200, await work());
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { code: "VALIDATION_FAILED" });
    if (!(error instanceof ZhangfangError)) throw error;
    // What is wrong with the key, or with the way to 账房, is nothing that a browser could mend.
    const isTheirs = [400, 404, 409, 429].includes(error.status);
    return json(isTheirs ? error.status : 503, { code: isTheirs ? error.code : "BUSY", message: error.message });
  }
}

async function stateOf(client: Zhangfang, user: HostUser) {
  try {
    return await client.customers.get(user.id);
  } catch (error) {
    if (error instanceof ZhangfangError && error.code === "CUSTOMER_NOT_FOUND") return known(client, user);
    throw error;
  }
}

function known(client: Zhangfang, { id, email, name }: HostUser) {
  return client.customers.put(id, { ...(email ? { email } : {}), ...(name ? { name } : {}) });
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
