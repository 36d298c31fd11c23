import { findActiveEndpoints } from "./line-store.ts";

/** The endpoints that are on. One read. */
export function listActiveEndpoints(): Promise<{ id: bigint }[]> {
  return findActiveEndpoints();
}
