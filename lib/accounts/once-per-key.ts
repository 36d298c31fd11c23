import { createHash } from "node:crypto";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { noteRequest, type AskedRequest } from "./service-key-parts.ts";
import { findRequestHash } from "./store.ts";

/** A request of a service key under its Idempotency-Key, and what of it must be the same when it comes again. */
export function askedRequest(serviceKeyId: bigint, requestKey: string, content: unknown): AskedRequest {
  const requestHash = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
  return { serviceKeyId, requestKey, requestHash };
}

/** Throws IDEMPOTENCY_KEY_REUSED (409) where the key was used for another request. One read. */
export async function requireSameRequest({ serviceKeyId, requestKey, requestHash }: AskedRequest): Promise<void> {
  const before = await findRequestHash(serviceKeyId, requestKey);
  if (before !== null && before !== requestHash) throw new AppError("IDEMPOTENCY_KEY_REUSED");
}

/**
 * Remembers a request that was answered. After the answer and not before it, so that a refused one may be corrected under the
 * same key; what is done once is done once by the number of its own address. One commit.
 */
export async function rememberRequest(request: AskedRequest, now: Date): Promise<void> {
  const commit = new Commit("rememberRequest");
  noteRequest(commit, request, now);
  await commit.run();
}
