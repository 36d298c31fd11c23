import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { audit } from "./parts.ts";
import { revokeServiceKey as revokePart } from "./service-key-parts.ts";

/** Revokes a key; the next call that uses it fails. One commit. Throws NOT_FOUND (404), for a revoked one too. */
export async function revokeServiceKey(id: bigint, context: Context): Promise<void> {
  const commit = new Commit("revokeServiceKey");
  revokePart(commit, id, context.now);
  audit(commit, "SERVICE_KEY_REVOKED", String(id), {}, context);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
}
