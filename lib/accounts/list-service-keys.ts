import type { ServiceKeyView } from "../contracts/service-keys.ts";
import { findServiceKeys } from "./store.ts";
import { serviceKeyView } from "./view.ts";

/** Every key ever made, newest first, without its secret. Three reads. */
export async function listServiceKeys(): Promise<ServiceKeyView[]> {
  return (await findServiceKeys()).map(serviceKeyView);
}
