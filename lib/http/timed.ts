import { metrics } from "../metrics.ts";
import { numbered } from "./request-id.ts";

/** Runs a handler, counts its time under the endpoint's name, and numbers its answer. */
export function timed<Args extends [Request, ...unknown[]]>(
  endpoint: string,
  handle: (...args: Args) => Promise<Response>,
): (...args: Args) => Promise<Response> {
  return numbered(async (...args: Args) => {
    const began = performance.now();
    const response = await handle(...args);
    const status = `${String(response.status)[0]}xx`;
    metrics.requests.observe({ endpoint, status }, (performance.now() - began) / 1000);
    return response;
  });
}
