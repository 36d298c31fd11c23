import { AppError } from "../core/errors.ts";
import { pingDatabase } from "./store.ts";

/** Whether this instance can do its work now. Throws BUSY (503) when the database does not answer. */
export async function checkHealth(): Promise<{ database: "ok" }> {
  try {
    await pingDatabase();
    return { database: "ok" };
  } catch (error) {
    throw new AppError("BUSY", { detail: error, retryAfter: 2 });
  }
}
