import type { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { errorAnswer } from "./answer.ts";
import { MAX_JSON_BYTES, readBytes } from "./body.ts";
import { parse } from "./input.ts";
import { requireOwnOrigin } from "./origin.ts";
import { timed } from "./timed.ts";

/** Where the browser goes on, and the cookie that it gets. */
interface GoesOn {
  /** A path of ours. */
  readonly path: string;
  readonly cookie?: string;
}

/**
 * Where a page of ours posts its form: form → handle → 303. It works without a script. Whoever only looks at the page's address posts
 * nothing.
 */
export function formRoute<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  handle: (form: z.output<Schema>, request: NextRequest, now: Date) => Promise<GoesOn>,
): (request: NextRequest) => Promise<Response> {
  return timed(name, async (request: NextRequest) => {
    try {
      requireOwnPage(request.headers);
      const { path, cookie } = await handle(parse(schema, await readForm(request)), request, new Date());
      const headers = new Headers({ location: new URL(path, env().appUrl).href, "cache-control": "no-store" });
      if (cookie) headers.append("set-cookie", cookie);
      return new Response(null, { status: 303, headers });
    } catch (error) {
      return errorAnswer(error, request);
    }
  });
}

/** A form of a page without referrer comes with the origin "null"; a browser that says Sec-Fetch-Site says which site it was. */
function requireOwnPage(headers: Headers): void {
  if (headers.get("sec-fetch-site") !== "same-origin") requireOwnOrigin(headers);
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const bytes = await readBytes(request, MAX_JSON_BYTES);
  if (!bytes) throw new AppError("BODY_TOO_LARGE");
  return Object.fromEntries(new URLSearchParams(bytes.toString("utf8")));
}
