import type { AccountView, MemberView, SessionView } from "../contracts/accounts.ts";
import type { AlertView } from "../contracts/alerts.ts";
import type { MemberRow, MemberState } from "../contracts/members.ts";
import type { ServiceKeyView } from "../contracts/service-keys.ts";
import type { ServiceScope } from "../core/scopes.ts";
import { ALERT_WORDS, CLOSING_LEAVES, HANDLED_AT, deviceWords } from "./rules.ts";
import type { AnyMember, Member, OwnAccount, StoredAlert, StoredServiceKey, StoredSession } from "./store.ts";

export function memberView({ id, email, name, role }: Member): MemberView {
  return { id: Number(id), email, name, role };
}

/** Who closed it, if anybody. Only a member's own closing has a time. */
function stateOf({ status, closeTime }: AnyMember): MemberState {
  if (status === "ACTIVE") return "OPEN";
  return closeTime ? "CLOSED_BY_MEMBER" : "CLOSED_BY_SHOP";
}

export function memberRow(member: AnyMember): MemberRow {
  const { id, email, name, role, customerId, createTime } = member;
  return {
    id: Number(id),
    email,
    name,
    role,
    customerId,
    state: stateOf(member),
    createTime: createTime.toISOString(),
  };
}

export function accountView(account: OwnAccount, canMail: boolean): AccountView {
  const { email, name, hasPassword, createTime, emailConfirmTime } = account;
  const isConfirmed = emailConfirmTime !== null;
  return { email, name, createTime: createTime.toISOString(), canMail, isConfirmed, hasPassword };
}

/** `askedBy`: the session that asks. */
export function sessionView(session: StoredSession, askedBy: string): SessionView {
  const { id, userAgent, createTime, lastSeenTime, expireTime } = session;
  return {
    id,
    device: deviceWords(userAgent),
    isCurrent: id === askedBy,
    createTime: createTime.toISOString(),
    lastSeenTime: lastSeenTime.toISOString(),
    expireTime: expireTime.toISOString(),
  };
}

export function serviceKeyView(key: StoredServiceKey): ServiceKeyView {
  const { id, name, prefix, scopes, creator, createTime, lastUsedTime, expireTime, revokedTime, replacedBy } = key;
  return {
    id: Number(id),
    name,
    prefix,
    // The database's check knows no other words.
    scopes: scopes as ServiceScope[],
    createdBy: creator.name,
    createTime: createTime.toISOString(),
    lastUsedTime: lastUsedTime?.toISOString() ?? null,
    expireTime: expireTime?.toISOString() ?? null,
    revokedTime: revokedTime?.toISOString() ?? null,
    isReplaced: replacedBy !== null,
  };
}

export function alertView({ id, kind, orderSn, detail, createTime }: StoredAlert): AlertView {
  const [title, advice] = ALERT_WORDS[kind];
  const releasable = kind === "PAYMENT_MISMATCH";
  const bookable = kind === "OUTSIDE_REFUND";
  const closing = CLOSING_LEAVES[kind] ?? null;
  const handledAt = HANDLED_AT[kind] ?? null;
  const time = createTime.toISOString();
  return {
    ...{ id: Number(id), kind, title, advice, orderSn, detail, createTime: time },
    ...{ releasable, bookable, closing, handledAt },
  };
}
