import { sql, type RawBuilder } from "kysely";
import type { AuditAction } from "../contracts/audit-actions.ts";
import type { AlertDetail, AlertKind } from "../contracts/alerts.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
import type { MemberRole } from "../db/generated/enums.ts";
import { unnest } from "../db/unnest.ts";
import { SESSION_STEP_MS, TOLD_AGAIN_AFTER_MS, type SessionKind } from "./rules.ts";

export interface NewMember {
  /** null, as the password: a customer of the product. */
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly name: string;
  readonly role: MemberRole;
  /** When the address was confirmed. null: it was not. */
  readonly emailConfirmTime: Date | null;
}

/** A new account. The unique index on the email lets one of two concurrent registrations succeed. */
export function insertMember(commit: Commit, member: NewMember, now: Date): Returning<{ id: bigint }> {
  return commit.addReturning(
    "newMember",
    db
      .insertInto("umsMember")
      .values({ ...member, createTime: now })
      .returning("id"),
  );
}

/** A member becomes an admin. Finds no row when the role or the account has changed since it was read. */
export function setAdmin(commit: Commit, { id, role }: { readonly id: bigint; readonly role: MemberRole }): void {
  const active = db.updateTable("umsMember").set({ role: "ADMIN" }).where("id", "=", id).where("status", "=", "ACTIVE");
  commit.add("newAdmin", active.where("role", "=", role));
}

/** Audit log entry: what an admin or the back end did, and who. Append-only in the database. */
export function audit(
  commit: Commit,
  action: AuditAction,
  target: string,
  detail: Record<string, unknown>,
  { actor, now }: Context,
): void {
  commit.add("audit", db.insertInto("sysAuditLog").values({ actor, action, target, detail, createTime: now }));
}

export interface NewAlert<Kind extends AlertKind = AlertKind> {
  readonly kind: Kind;
  /** The cause: an alert is raised once per kind and cause. */
  readonly cause: string;
  readonly orderSn: string | null;
  readonly detail: AlertDetail<Kind>;
}

/** Raises an alert once per cause. Lasting conditions open it again after it was closed (rules.TOLD_AGAIN_AFTER_MS). */
export function raiseAlert<Kind extends AlertKind>(
  commit: Commit,
  { kind, cause, orderSn, detail }: NewAlert<Kind>,
  now: Date,
): void {
  const silenceMs = TOLD_AGAIN_AFTER_MS[kind];
  const alert = { kind, cause, orderSn, detail, createTime: now };
  const insert = db.insertInto("sysAlert").values(alert);
  commit.add(
    "alert",
    silenceMs === undefined
      ? insert.onConflict((conflict) => conflict.columns(["kind", "cause"]).doNothing())
      : insert.onConflict((conflict) =>
          // A reopened alert carries the time it was closed; the audit log has who closed it. An open alert is not
          // changed.
          conflict
            .columns(["kind", "cause"])
            .doUpdateSet({ resolvedTime: null, resolvedBy: null, detail: detailWithClosedTime })
            .where("sysAlert.resolvedTime", "<=", after(now, -silenceMs)),
        ),
    "any",
  );
}

const detailWithClosedTime: RawBuilder<Record<string, unknown>> =
  sql`excluded.detail || jsonb_build_object('closedTime', sys_alert.resolved_time)`;

/** As raiseAlert, of a condition that is counted: an open alert says how it is now. Nothing is written where that is the same. */
export function raiseLastingAlert<Kind extends AlertKind>(
  commit: Commit,
  { kind, cause, orderSn, detail }: NewAlert<Kind>,
  now: Date,
): void {
  const told = after(now, -(TOLD_AGAIN_AFTER_MS[kind] ?? 0));
  const closed = sql`coalesce(to_jsonb(sys_alert.resolved_time), sys_alert.detail -> 'closedTime')`;
  const current = sql<
    Record<string, unknown>
  >`jsonb_strip_nulls(excluded.detail || jsonb_build_object('closedTime', ${closed}))`;
  commit.add(
    "alert",
    db
      .insertInto("sysAlert")
      .values({ kind, cause, orderSn, detail, createTime: now })
      .onConflict((conflict) =>
        conflict
          .columns(["kind", "cause"])
          .doUpdateSet({ resolvedTime: null, resolvedBy: null, detail: current })
          .where((eb) => {
            const changed = eb.and([
              eb("sysAlert.resolvedTime", "is", null),
              eb("sysAlert.detail", "is distinct from", current),
            ]);
            return eb.or([changed, eb("sysAlert.resolvedTime", "<=", told)]);
          }),
      ),
    "any",
  );
}

/** An alert is about the same thing under another name. Touches no row where there is none. */
export function renameAlert(commit: Commit, kind: AlertKind, from: string, to: string, facts: Record<string, unknown>) {
  commit.add(
    "renamedAlert",
    db
      .updateTable("sysAlert")
      .set({ cause: to, detail: sql<Record<string, unknown>>`detail || ${JSON.stringify(facts)}::jsonb` })
      .where("kind", "=", kind)
      .where("cause", "=", from),
    "any",
  );
}

/** Raises several alerts, each once per cause. `again`: each of them is news, so one that was closed opens again. */
export function raiseAlerts<Kind extends AlertKind>(
  commit: Commit,
  alerts: readonly NewAlert<Kind>[],
  now: Date,
  { again = false }: { readonly again?: boolean } = {},
): void {
  const table = unnest("alert", {
    kind: { text: alerts.map(({ kind }) => kind) },
    cause: { text: alerts.map(({ cause }) => cause) },
    orderSn: { text: alerts.map(({ orderSn }) => orderSn) },
    detail: { jsonb: alerts.map(({ detail }) => JSON.stringify(detail)) },
  });
  commit.add(
    "alerts",
    db
      .insertInto("sysAlert")
      .columns(["kind", "cause", "orderSn", "detail", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(table)
          .select(["alert.kind", "alert.cause", "alert.orderSn", "alert.detail"])
          .select((alert) => alert.val(now).as("createTime")),
      )
      .onConflict((conflict) => {
        const same = conflict.columns(["kind", "cause"]);
        if (!again) return same.doNothing();
        const news = { resolvedTime: null, resolvedBy: null, detail: sql<Record<string, unknown>>`excluded.detail` };
        return same.doUpdateSet(news).where("sysAlert.resolvedTime", "is not", null);
      }),
    "any",
  );
}

/** Closes an alert. Finds no row when it is closed already. */
export function resolveAlert(commit: Commit, id: bigint, adminId: bigint, now: Date): void {
  commit.add("resolvedAlert", resolving(adminId, now).where("id", "=", id));
}

/** Closes the open alert of this cause, if there is one. `memberId`: an admin, or the buyer whose question settled it. */
export function resolveAlertAbout(commit: Commit, kind: AlertKind, cause: string, memberId: bigint, now: Date): void {
  commit.add("resolvedAlert", resolving(memberId, now).where("kind", "=", kind).where("cause", "=", cause), "any");
}

function resolving(memberId: bigint, now: Date) {
  return db.updateTable("sysAlert").set({ resolvedTime: now, resolvedBy: memberId }).where("resolvedTime", "is", null);
}

export interface NewSession {
  readonly id: string;
  readonly memberId: bigint;
  readonly userAgent: string;
  readonly kind: SessionKind;
  /** Of the portal: the product's page that its buyer came from. */
  readonly returnUrl: string | null;
  readonly expireTime: Date;
}

/** A browser has signed in. */
export function insertSession(commit: Commit, session: NewSession, now: Date): void {
  commit.add(
    "newSession",
    db.insertInto("umsMemberSession").values({ ...session, createTime: now, lastSeenTime: now }),
  );
}

/** A session was used: its end moves. Nothing where another request of this hour has been there, or where it was ended. */
export function touchSession(commit: Commit, id: string, expireTime: Date, now: Date): void {
  const touched = openSession({ lastSeenTime: now, expireTime })
    .where("id", "=", id)
    .where("lastSeenTime", "<=", after(now, -SESSION_STEP_MS));
  commit.add("touchedSession", touched, "any");
}

/** Ends a session, if it has not ended. */
export function endSession(commit: Commit, id: string, now: Date): void {
  commit.add("endedSession", openSession({ endedTime: now }).where("id", "=", id), "any");
}

/** Ends one of the member's open sessions. Finds no row where it is somebody else's, or over. */
export function endOwnSession(commit: Commit, memberId: bigint, id: string, now: Date): void {
  const ended = openSession({ endedTime: now }).where("id", "=", id).where("memberId", "=", memberId);
  commit.add("endedSession", ended.where("expireTime", ">", now));
}

/** Ends all of the member's open sessions but one. */
export function endOtherSessions(commit: Commit, memberId: bigint, keptId: string, now: Date): Handle<unknown> {
  const ended = openSession({ endedTime: now }).where("memberId", "=", memberId).where("id", "<>", keptId);
  return commit.add("endedSessions", ended.where("expireTime", ">", now), "any");
}

/** Ends all of the member's open sessions. */
export function endAllSessions(commit: Commit, memberId: bigint, now: Date): Handle<unknown> {
  const ended = openSession({ endedTime: now }).where("memberId", "=", memberId);
  return commit.add("endedSessions", ended.where("expireTime", ">", now), "any");
}

/** A session goes on with the member's new version. Finds no row where it has ended. */
export function keepSession(commit: Commit, id: string, sessionVersion: number): void {
  commit.add("keptSession", openSession({ sessionVersion }).where("id", "=", id));
}

type SessionChange =
  | { readonly lastSeenTime: Date; readonly expireTime: Date }
  | { readonly endedTime: Date }
  | { readonly sessionVersion: number };

function openSession(set: SessionChange) {
  return db.updateTable("umsMemberSession").set(set).where("endedTime", "is", null);
}
