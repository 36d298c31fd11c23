import type { AlertDetail, AlertKind } from "../contracts/alerts.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import type { MemberRole } from "../db/generated/enums.ts";
import type { Part } from "../db/commit.ts";
import { sql, type Sql } from "../db/sql.ts";
import { TOLD_AGAIN_AFTER_MS } from "./rules.ts";

export interface NewMember {
  readonly email: string;
  readonly passwordHash: string;
  readonly name: string;
  readonly role: MemberRole;
}

/** Makes the part `new_member` (id). The unique email decides a race. */
export function insertMember(member: NewMember, { now }: Context): Part {
  return {
    name: "new_member",
    rows: 1,
    sql: sql`insert into ums_member (email, password_hash, name, role, create_time)
      values (${member.email}, ${member.passwordHash}, ${member.name}, ${member.role}::member_role, ${now})
      returning id`,
  };
}

/** What somebody with power did, with their name. Append-only in the database. */
export function audit(action: string, target: string, detail: object, { actor, now }: Context): Part {
  return {
    name: "audit",
    rows: 1,
    sql: sql`insert into sys_audit_log (actor, action, target, detail, create_time)
      values (${actor}, ${action}, ${target}, ${JSON.stringify(detail)}::jsonb, ${now}) returning id`,
  };
}

/** Tells the operators, once per cause; of what lasts, again after somebody has closed it (rules.TOLD_AGAIN_AFTER_MS). */
export function raiseAlert<Kind extends AlertKind>(
  kind: Kind,
  cause: string,
  orderSn: string | null,
  detail: AlertDetail<Kind>,
  now: Date,
): Part {
  return {
    name: "alert",
    rows: "any",
    sql: sql`insert into sys_alert (alert_key, kind, order_sn, detail, create_time)
      values (${`${kind}:${cause}`}, ${kind}, ${orderSn}, ${JSON.stringify(detail)}::jsonb, ${now})
      on conflict (alert_key) ${whenTold(kind, now)} returning id`,
  };
}

/** An alert that opens again says when it was closed; by whom, the audit keeps. An open one stays as it is. */
function whenTold(kind: AlertKind, now: Date): Sql {
  const silenceMs = TOLD_AGAIN_AFTER_MS[kind];
  if (silenceMs === undefined) return sql`do nothing`;
  return sql`do update set resolved_time = null, resolved_by = null,
      detail = excluded.detail || jsonb_build_object('closedTime', sys_alert.resolved_time)
    where sys_alert.resolved_time <= ${after(now, -silenceMs)}`;
}

export interface NewAlert<Kind extends AlertKind = AlertKind> {
  readonly kind: Kind;
  readonly cause: string;
  readonly orderSn: string | null;
  readonly detail: AlertDetail<Kind>;
}

/** Tells the operators of many things that happened, each once per cause. */
export function raiseAlerts<Kind extends AlertKind>(alerts: readonly NewAlert<Kind>[], now: Date): Part {
  return {
    name: "alerts",
    rows: "any",
    sql: sql`insert into sys_alert (alert_key, kind, order_sn, detail, create_time)
      select alert.kind || ':' || alert.cause, alert.kind, alert."orderSn", alert.detail, ${now}
      from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) alert (kind text, cause text, "orderSn" text, detail jsonb)
      on conflict (alert_key) do nothing returning id`,
  };
}

export interface NewServiceKey {
  readonly name: string;
  readonly keyHash: string;
  readonly createdBy: bigint;
}

/** Makes the part `new_service_key` (id). */
export function insertServiceKey(key: NewServiceKey, now: Date): Part {
  return {
    name: "new_service_key",
    rows: 1,
    sql: sql`insert into sys_service_key (name, key_hash, created_by, create_time)
      values (${key.name}, ${key.keyHash}, ${key.createdBy}, ${now}) returning id`,
  };
}

/** Finds no row when there is no such key, or when it is revoked already. */
export function revokeServiceKey(id: bigint, now: Date): Part {
  return {
    name: "revoked_service_key",
    rows: 1,
    sql: sql`update sys_service_key set revoked_time = ${now} where id = ${id} and revoked_time is null returning id`,
  };
}

/** Nothing more to look at, whoever decided it. */
export function resolveAlert(id: bigint, adminId: bigint, now: Date): Part {
  return {
    name: "resolved_alert",
    rows: 1,
    sql: sql`update sys_alert set resolved_time = ${now}, resolved_by = ${adminId} where id = ${id} and resolved_time is null returning id`,
  };
}

/** Nothing more to look at about this cause, if anybody was told and nobody has looked. */
export function resolveAlertAbout(kind: AlertKind, cause: string, adminId: bigint, now: Date): Part {
  return {
    name: "resolved_alert",
    rows: "any",
    sql: sql`update sys_alert set resolved_time = ${now}, resolved_by = ${adminId}
      where alert_key = ${`${kind}:${cause}`} and resolved_time is null returning id`,
  };
}
