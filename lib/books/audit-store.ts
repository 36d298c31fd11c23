import { sql } from "kysely";
import { db } from "../db/database.ts";

interface Wanted {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly since: Date | null;
  readonly until: Date | null;
  /** Only acts older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The member that an actor is ("admin:7"), if it is one. */
const actorsMember = sql<bigint>`case when act.actor ~ '^(admin|member):[0-9]{1,18}$' then split_part(act.actor, ':', 2)::bigint end`;

/** The member of an address as an actor: as a buyer, and as one of the operator's people. */
const actorsOf = (email: string) => sql<string>`any(array(
  select kind || ':' || id from ums_member cross join (values ('admin'), ('member')) kinds (kind) where email = ${email.toLowerCase()}))`;

export type StoredAct = Awaited<ReturnType<typeof findAudit>>[number];

/** Entries of the audit log, newest first, with the names of the members who acted. */
export function findAudit({ actor, action, target, since, until, before, limit }: Wanted) {
  let found = db
    .selectFrom("sysAuditLog as act")
    .leftJoin("umsMember as m", (join) => join.on("m.id", "=", actorsMember))
    .select(["act.id", "act.createTime", "act.actor", "act.action", "act.target", "act.detail", "m.name"])
    .orderBy("act.id", "desc")
    .limit(limit);
  if (actor !== undefined) found = found.where("act.actor", "=", actor.includes("@") ? actorsOf(actor) : actor);
  if (action !== undefined) found = found.where("act.action", "=", action);
  if (target !== undefined) found = found.where("act.target", "=", target);
  if (since) found = found.where("act.createTime", ">=", since);
  if (until) found = found.where("act.createTime", "<", until);
  if (before !== undefined) found = found.where("act.id", "<", BigInt(before));
  return found.execute();
}

export type StoredEvidence = Awaited<ReturnType<typeof findEvidence>>[number];

/** What a channel said about an order, newest first. */
export function findEvidence(orderId: bigint, before: number | undefined, limit: number) {
  const found = db
    .selectFrom("omsPaymentEvidence")
    .select(["id", "createTime", "source", "outTradeNo", "tradeNo", "verdict", "amountFen", "content"])
    .where("orderId", "=", orderId)
    .orderBy("id", "desc")
    .limit(limit);
  return (before === undefined ? found : found.where("id", "<", BigInt(before))).execute();
}
