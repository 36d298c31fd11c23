import type { AlertKind } from "../contracts/alerts.ts";
import type { MemberRole, MemberStatus } from "../db/generated/enums.ts";
import { row, rows, sql } from "../db/sql.ts";

export interface Member {
  id: bigint;
  email: string;
  name: string;
  role: MemberRole;
  status: MemberStatus;
  sessionVersion: number;
}

export interface MemberWithPassword extends Member {
  passwordHash: string;
}

const columns = sql`id, email, name, role, status, session_version as "sessionVersion"`;

export function findMember(id: bigint): Promise<Member | null> {
  return row<Member>(sql`select ${columns} from ums_member where id = ${id}`);
}

export function findMemberByEmail(email: string): Promise<MemberWithPassword | null> {
  return row<MemberWithPassword>(
    sql`select ${columns}, password_hash as "passwordHash" from ums_member where email = ${email}`,
  );
}

export interface ServiceKey {
  id: bigint;
  name: string;
}

export function findServiceKey(keyHash: string): Promise<ServiceKey | null> {
  return row<ServiceKey>(
    sql`select id, name from sys_service_key where key_hash = ${keyHash} and revoked_time is null`,
  );
}

export interface StoredServiceKey extends ServiceKey {
  createdBy: string;
  createTime: Date;
  revokedTime: Date | null;
}

/** Far more keys than a product has backends. */
const KEYS_SHOWN = 200;

export function findServiceKeys(): Promise<StoredServiceKey[]> {
  return rows<StoredServiceKey>(sql`select key.id, key.name, m.name as "createdBy", key.create_time as "createTime", key.revoked_time as "revokedTime"
    from sys_service_key key join ums_member m on m.id = key.created_by order by key.id desc limit ${KEYS_SHOWN}`);
}

export interface StoredAlert {
  id: bigint;
  kind: AlertKind;
  orderSn: string | null;
  detail: Record<string, unknown>;
  createTime: Date;
}

/** What nobody has looked at yet, newest first; served by the partial index of open alerts. */
export function findOpenAlerts(limit: number, offset: number): Promise<StoredAlert[]> {
  return rows<StoredAlert>(sql`select id, kind, order_sn as "orderSn", detail, create_time as "createTime"
    from sys_alert where resolved_time is null order by id desc limit ${limit} offset ${offset}`);
}

/** An alert that nobody has closed. */
export function findOpenAlert(id: bigint): Promise<StoredAlert | null> {
  return row<StoredAlert>(sql`select id, kind, order_sn as "orderSn", detail, create_time as "createTime"
    from sys_alert where id = ${id} and resolved_time is null`);
}

/** An order meets few troubles; the bound is against the impossible. */
const ORDER_ALERTS_SHOWN = 50;

/** What nobody has looked at yet about one order, newest first. */
export function findOrderAlerts(orderSn: string): Promise<StoredAlert[]> {
  return rows<StoredAlert>(sql`select id, kind, order_sn as "orderSn", detail, create_time as "createTime"
    from sys_alert where order_sn = ${orderSn} and resolved_time is null order by id desc limit ${ORDER_ALERTS_SHOWN}`);
}

export async function countOpenAlerts(): Promise<number> {
  const found = await row<{ n: number }>(sql`select count(*)::int as n from sys_alert where resolved_time is null`);
  return found?.n ?? 0;
}
