import { connect, PoolerRefusal } from "./send.ts";

/**
 * Connects once. Returns a sentence for the operator where a pooler takes no connections like ours; null otherwise, also
 * where the database is away.
 */
export async function findPoolerRefusal(): Promise<string | null> {
  try {
    (await connect()).release();
    return null;
  } catch (error) {
    return error instanceof PoolerRefusal ? error.message : null;
  }
}
