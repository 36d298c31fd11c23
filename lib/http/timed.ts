import { metrics } from "../metrics.ts";

/** Runs a handler and counts its time under the endpoint's name. */
export function timed<Args extends unknown[]>(
  endpoint: string,
  handle: (...args: Args) => Promise<Response>,
): (...args: Args) => Promise<Response> {
  return async (...args) => {
    const began = performance.now();
    const response = await handle(...args);
    const status = `${String(response.status)[0]}xx`;
    metrics.requests.observe({ endpoint, status }, (performance.now() - began) / 1000);
    return response;
  };
}
