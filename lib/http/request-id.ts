import { randomUUID } from "node:crypto";

export const REQUEST_ID_HEADER = "x-request-id";

const ids = new WeakMap<Request, string>();

/**
 * The number of a request in the log and in `X-Request-Id`: made here, so that no client chooses what the log says of another
 * one's request.
 */
export function requestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const id = randomUUID();
  ids.set(request, id);
  return id;
}

/** Every answer of a handler carries the number of its request (docs/rules.md R138). */
export function numbered<Args extends [Request, ...unknown[]]>(
  handle: (...args: Args) => Response | Promise<Response>,
): (...args: Args) => Promise<Response> {
  return async (...args) => {
    const answer = await handle(...args);
    answer.headers.set(REQUEST_ID_HEADER, requestIdOf(args[0]));
    return answer;
  };
}
