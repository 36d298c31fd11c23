import { db } from "../db/database.ts";
import type { Heartbeat } from "./rules.ts";

/** Of every job that has one. */
export function findHeartbeats(): Promise<Heartbeat[]> {
  return db.selectFrom("sysJob").select(["name", "startedAt", "succeededAt", "report", "createTime"]).execute();
}
