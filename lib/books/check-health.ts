import { AppError } from "../core/errors.ts";
import { getAbsentAccounts, type AbsentAccount } from "../refunds/get-absent-accounts.ts";
import { pingDatabase } from "./store.ts";

/**
 * Whether this instance can do its work now. Accounts that rows wait for and whose keys are missing are named, and change
 * nothing about the answer: all else works. Throws BUSY (503) when the database does not answer.
 */
export async function checkHealth(): Promise<{ database: "ok"; absentAccounts?: AbsentAccount[] }> {
  try {
    await pingDatabase();
    const absentAccounts = await getAbsentAccounts();
    return { database: "ok", ...(absentAccounts.length > 0 ? { absentAccounts } : {}) };
  } catch (error) {
    throw new AppError("BUSY", { detail: error, retryAfter: 2 });
  }
}
