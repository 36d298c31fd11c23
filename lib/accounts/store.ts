import { prisma } from "../db/client.ts";
import { db } from "../db/database.ts";
import { compiled, type Given } from "../db/prepared.ts";

const memberColumns = ["id", "email", "name", "role", "status", "sessionVersion"] as const;

export type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>;

// Compiled once: every request with a session reads its member.
const members = compiled((given: Given<{ id: bigint }>) =>
  db.selectFrom("umsMember").select(memberColumns).where("id", "=", given.id),
);

export async function findMember(id: bigint) {
  const [found] = await members({ id });
  return found ?? null;
}

/** With the hash of the password. */
export async function findMemberByEmail(email: string) {
  const columns = [...memberColumns, "passwordHash"] as const;
  const found = await db.selectFrom("umsMember").select(columns).where("email", "=", email).executeTakeFirst();
  return found ?? null;
}

export type ServiceKey = NonNullable<Awaited<ReturnType<typeof findServiceKey>>>;

export async function findServiceKey(keyHash: string) {
  const found = await db
    .selectFrom("sysServiceKey")
    .select(["id", "name"])
    .where("keyHash", "=", keyHash)
    .where("revokedTime", "is", null)
    .executeTakeFirst();
  return found ?? null;
}

export async function findSettings() {
  return (await db.selectFrom("sysSettings").select("supportContact").executeTakeFirst()) ?? null;
}

/** Upper bound of the list. */
const KEYS_SHOWN = 200;

export type StoredServiceKey = Awaited<ReturnType<typeof findServiceKeys>>[number];

/** Newest first, with the names of those who made them. Two statements. */
export function findServiceKeys() {
  return prisma().serviceKey.findMany({
    select: { id: true, name: true, createTime: true, revokedTime: true, creator: { select: { name: true } } },
    orderBy: { id: "desc" },
    take: KEYS_SHOWN,
  });
}

const alerts = db.selectFrom("sysAlert").select(["id", "kind", "orderSn", "detail", "createTime"]);

export type StoredAlert = Awaited<ReturnType<typeof findOpenAlerts>>[number];

/** Open alerts, newest first; uses the partial index. */
export function findOpenAlerts(limit: number, offset: number) {
  return alerts.where("resolvedTime", "is", null).orderBy("id", "desc").limit(limit).offset(offset).execute();
}

/** An alert that nobody has closed. */
export async function findOpenAlert(id: bigint): Promise<StoredAlert | null> {
  return (await alerts.where("id", "=", id).where("resolvedTime", "is", null).executeTakeFirst()) ?? null;
}

/** Upper bound; an order has few alerts. */
const ORDER_ALERTS_SHOWN = 50;

/** Open alerts of one order, newest first. */
export function findOrderAlerts(orderSn: string) {
  return alerts
    .where("orderSn", "=", orderSn)
    .where("resolvedTime", "is", null)
    .orderBy("id", "desc")
    .limit(ORDER_ALERTS_SHOWN)
    .execute();
}

export function countOpenAlerts(): Promise<number> {
  return prisma().alert.count({ where: { resolvedTime: null } });
}
