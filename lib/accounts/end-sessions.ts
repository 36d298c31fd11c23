import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { endOtherSessions as endOthersPart, endOwnSession as endOwnPart, endSession as endPart } from "./parts.ts";

/** Whoever holds this session signs out; nothing where it is over already. One commit. */
export async function endSession(sessionId: string, now: Date): Promise<void> {
  const commit = new Commit("endSession");
  endPart(commit, sessionId, now);
  await commit.run();
}

/** Signs one of the member's browsers out. One commit. Throws NOT_FOUND (404), for somebody else's and for one that is over too. */
export async function endOwnSession(memberId: bigint, sessionId: string, { now }: Context): Promise<void> {
  const commit = new Commit("endOwnSession");
  endOwnPart(commit, memberId, sessionId, now);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
}

/** Signs all of the member's browsers out but the one that asks: how many those were. One commit. */
export async function endOtherSessions(memberId: bigint, keptId: string, { now }: Context): Promise<number> {
  const commit = new Commit("endOtherSessions");
  const ended = endOthersPart(commit, memberId, keptId, now);
  return (await commit.run()).count(ended);
}
