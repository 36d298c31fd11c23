import { sql, type RawBuilder } from "kysely";
import type { AlertKind } from "../contracts/alerts.ts";
import { prisma } from "../db/client.ts";
import { db, literals, truth } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { compiled, type Given } from "../db/prepared.ts";
import { claimDueLinks, dueLinks, oldLinks, oldRequests, oldSessions, untoldAlerts } from "./job-parts.ts";

const memberColumns = ["id", "email", "name", "role", "status", "sessionVersion", "emailConfirmTime"] as const;

export type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>;

export async function findMember(id: bigint) {
  const found = await db.selectFrom("umsMember").select(memberColumns).where("id", "=", id).executeTakeFirst();
  return found ?? null;
}

/** Anybody, with the product's own id of them, if they came through the product. */
const anyMembers = db
  .selectFrom("umsMember as m")
  .leftJoin("umsCustomer as customer", "customer.memberId", "m.id")
  .select(["m.id", "m.email", "m.name", "m.role", "m.status", "m.emailConfirmTime", "m.closeTime", "m.createTime"])
  .select("customer.externalId as customerId")
  .select(({ eb }) => truth(eb("m.passwordHash", "is not", null)).as("hasPassword"));

export type AnyMember = Awaited<ReturnType<typeof findMembers>>[number];

/** Anybody, for the desk. */
export async function findAnyMember(id: bigint): Promise<AnyMember | null> {
  return (await anyMembers.where("m.id", "=", id).executeTakeFirst()) ?? null;
}

/** `text`: in lower case. */
export interface WantedMembers {
  readonly text: string | undefined;
  /** Only those that came before this one. */
  readonly after: bigint | undefined;
  readonly limit: number;
}

/** Comes after every text that begins so, as the indexes of beginnings compare: byte by byte. */
const LAST = "\u{10FFFF}";

/**
 * Those with this number, or whose address, name or customer id begins so, or all; newest first. Each way goes through an index of its own,
 * also where the statement is planned without its values: so a range and no `like`, and the order only after the ways.
 */
export function findMembers({ text, after, limit }: WantedMembers) {
  const olderBy = (id: string) => (after === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(id)} < ${after}`);
  const ids = db.selectFrom("umsMember").select("id").where(olderBy("id"));
  const list = anyMembers.where(olderBy("m.id")).orderBy("m.id", "desc").limit(limit);
  if (text === undefined) return list.execute();
  const begins = (what: RawBuilder<unknown>) => sql<boolean>`${what} ~>=~ ${text} and ${what} ~<~ ${text + LAST}`;
  const ways = [
    ids.where(begins(sql`email`)),
    ids.where(begins(sql`lower(name)`)),
    db
      .selectFrom("umsCustomer")
      .select("memberId as id")
      .where(olderBy("memberId"))
      .where(begins(sql`lower(external_id)`)),
    ...(/^[1-9]\d{0,14}$/.test(text) ? [ids.where("id", "=", BigInt(text))] : []),
  ];
  const union = sql.join(
    ways.map((way) => sql`(${way})`),
    sql` union `,
  );
  const newest = sql<bigint>`(select id from (${union}) found order by id desc limit ${limit})`;
  return list.where("m.id", "in", newest).execute();
}

export type OwnAccount = Awaited<ReturnType<typeof findOwnAccount>>;

/** What a member reads of their own account, which is there. */
export function findOwnAccount(id: bigint) {
  const columns = ["email", "name", "createTime", "emailConfirmTime"] as const;
  return db
    .selectFrom("umsMember")
    .select(columns)
    .select(({ eb }) => truth(eb("passwordHash", "is not", null)).as("hasPassword"))
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

/** A member, and the session by which they ask. */
export type SessionMember = NonNullable<Awaited<ReturnType<typeof findSessionMember>>>;

// Compiled once: every request with a session reads both.
const sessionMembers = compiled((given: Given<{ memberId: bigint; sessionId: string; now: Date }>) =>
  db
    .selectFrom("umsMemberSession as session")
    .innerJoin("umsMember as member", "member.id", "session.memberId")
    .select(["member.id", "member.email", "member.name", "member.role", "member.status", "member.sessionVersion"])
    .select("member.emailConfirmTime")
    .select(["session.id as sessionId", "session.createTime as begunTime"])
    .select(["session.lastSeenTime", "session.expireTime", "session.sessionVersion as ownVersion"])
    .select(["session.kind", "session.returnUrl"])
    .where("session.id", "=", given.sessionId)
    .where("session.memberId", "=", given.memberId)
    .where("session.endedTime", "is", null)
    .where("session.expireTime", ">", given.now),
);

/** null: no such session, or it is over. */
export async function findSessionMember(asked: { memberId: bigint; sessionId: string; now: Date }) {
  const [found] = await sessionMembers(asked);
  return found ?? null;
}

/** Upper bound of the list; ending all others ends those beyond it too. */
const SESSIONS_SHOWN = 100;

export type StoredSession = Awaited<ReturnType<typeof findOpenSessions>>[number];

/** A member's sessions that are not over, the last used first. */
export function findOpenSessions(memberId: bigint, now: Date) {
  return db
    .selectFrom("umsMemberSession")
    .select(["id", "userAgent", "createTime", "lastSeenTime", "expireTime"])
    .where("memberId", "=", memberId)
    .where("endedTime", "is", null)
    .where("expireTime", ">", now)
    .orderBy("lastSeenTime", "desc")
    .orderBy("createTime", "desc")
    .limit(SESSIONS_SHOWN)
    .execute();
}

export function countOldSessions(overBefore: Date): Promise<number> {
  return countDue(oldSessions(overBefore));
}

const withPassword = db.selectFrom("umsMember").select([...memberColumns, "passwordHash"]);

/** With the hash of the password. An account that its member has closed is not found. */
export async function findMemberByEmail(email: string) {
  return (await withPassword.where("email", "=", email).where("closeTime", "is", null).executeTakeFirst()) ?? null;
}

/** With the hash of the password. */
export async function findMemberWithPassword(id: bigint) {
  return (await withPassword.where("id", "=", id).executeTakeFirst()) ?? null;
}

/** Whose link to choose a password this is, and the version that their sessions have. null: it is used, over, or never was. */
export async function findLinkHolder(tokenHash: string, now: Date) {
  const found = await db
    .selectFrom("umsMemberLink as link")
    .innerJoin("umsMember as member", "member.id", "link.memberId")
    .select(["member.id", "member.sessionVersion", "link.email"])
    .where("link.tokenHash", "=", tokenHash)
    .where("link.purpose", "in", literals(["RESET", "FIRST_PASSWORD"]))
    .where("link.usedTime", "is", null)
    .where("link.expireTime", ">", now)
    .executeTakeFirst();
  return found ?? null;
}

export type DueLink = Awaited<ReturnType<typeof claimLinks>>[number];

export function claimLinks(now: Date, leaseUntil: Date, limit: number) {
  return claimDueLinks(now, leaseUntil, limit).execute();
}

export function countDueLinks(now: Date): Promise<number> {
  return countDue(dueLinks(now));
}

export function countOldLinks(overBefore: Date): Promise<number> {
  return countDue(oldLinks(overBefore));
}

export type ServiceKey = NonNullable<Awaited<ReturnType<typeof findServiceKey>>>;

// Compiled once: every request of a back end reads it.
const liveKeys = compiled((given: Given<{ keyHash: string; now: Date }>) =>
  db
    .selectFrom("sysServiceKey")
    .select(["id", "name", "scopes", "lastUsedTime"])
    .where("keyHash", "=", given.keyHash)
    .where("revokedTime", "is", null)
    .where((key) => key.or([key("expireTime", "is", null), key("expireTime", ">", given.now)])),
);

/** null: no such key, or it is revoked, or has expired. */
export async function findServiceKey(keyHash: string, now: Date) {
  const [found] = await liveKeys({ keyHash, now });
  return found ?? null;
}

/** A key in whatever state. */
export async function findAnyServiceKey(id: bigint) {
  const found = db.selectFrom("sysServiceKey").select(["name", "scopes"]).where("id", "=", id);
  return (await found.executeTakeFirst()) ?? null;
}

/** What the key asked before under this Idempotency-Key. null: nothing. */
export async function findRequestHash(serviceKeyId: bigint, requestKey: string): Promise<string | null> {
  const found = db
    .selectFrom("sysServiceRequest")
    .select("requestHash")
    .where("serviceKeyId", "=", serviceKeyId)
    .where("requestKey", "=", requestKey);
  return (await found.executeTakeFirst())?.requestHash ?? null;
}

export function countOldRequests(askedBefore: Date): Promise<number> {
  return countDue(oldRequests(askedBefore));
}

export type Customer = NonNullable<Awaited<ReturnType<typeof findCustomer>>>;

// Compiled once: every request about a customer reads it.
const customers = compiled((given: Given<{ customerId: string }>) =>
  db
    .selectFrom("umsCustomer as c")
    .innerJoin("umsMember as m", "m.id", "c.memberId")
    .select(["c.externalId as customerId", "c.memberId", "c.email", "c.name", "m.status"])
    .where("c.externalId", "=", given.customerId),
);

export async function findCustomer(customerId: string) {
  const [found] = await customers({ customerId });
  return found ?? null;
}

const SETTINGS = [
  ...(["shopName", "supportContact", "termsUrl", "privacyUrl", "filingNumber", "summaryHour", "mark"] as const),
  ...(["refundAutoLimitFen", "creditsAloneLimit", "returnOrigins"] as const),
] as const;

/** The picture of that name, if it is still the shop's mark. */
export async function findMark(mark: string): Promise<Uint8Array | null> {
  const found = db.selectFrom("sysSettings").select("markPng").where("mark", "=", mark);
  return (await found.executeTakeFirst())?.markPng ?? null;
}

export async function findSettings() {
  return (await db.selectFrom("sysSettings").select(SETTINGS).executeTakeFirst()) ?? null;
}

/** Those that people must be told of, the oldest first. */
export function findUntoldAlerts(now: Date, limit: number) {
  return untoldAlerts(now).select(["id", "kind", "orderSn", "toldCount"]).orderBy("id").limit(limit).execute();
}

/** Upper bound of the list. */
const KEYS_SHOWN = 200;

export type StoredServiceKey = Awaited<ReturnType<typeof findServiceKeys>>[number];

/** Newest first, with the names of those who made them, and what has taken their place. Three statements. */
export function findServiceKeys() {
  const own = { id: true, name: true, scopes: true, prefix: true, createTime: true, lastUsedTime: true } as const;
  return prisma().serviceKey.findMany({
    select: {
      ...own,
      ...{ expireTime: true, revokedTime: true },
      creator: { select: { name: true } },
      replacedBy: { select: { id: true } },
    },
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

/** What open alerts of a kind are about. */
export function findOpenCauses(kind: AlertKind) {
  return db
    .selectFrom("sysAlert")
    .select(["cause", "detail"])
    .where("kind", "=", kind)
    .where("resolvedTime", "is", null)
    .execute();
}

/** How many alerts of each kind are open. */
export function countOpenByKind() {
  return db
    .selectFrom("sysAlert")
    .select(["kind", ({ cast, fn }) => cast<number>(fn.countAll(), "integer").as("open")])
    .where("resolvedTime", "is", null)
    .groupBy("kind")
    .execute();
}

export function countOpenAlerts(): Promise<number> {
  return prisma().alert.count({ where: { resolvedTime: null } });
}
