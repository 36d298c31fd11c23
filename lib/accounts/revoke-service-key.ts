import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { commit, CommitConflict } from "../db/commit.ts";
import { audit, revokeServiceKey as revokePart } from "./parts.ts";

/** Ends a key for good, with the next call that uses it. One commit. Throws NOT_FOUND (404), for a revoked one too. */
export async function revokeServiceKey(id: bigint, context: Context): Promise<void> {
  try {
    await commit([revokePart(id, context.now), audit("SERVICE_KEY_REVOKED", String(id), {}, context)]);
  } catch (error) {
    throw error instanceof CommitConflict ? new AppError("NOT_FOUND") : error;
  }
}
