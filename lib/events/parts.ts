import { sql } from "kysely";
import { after } from "../core/time.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { REMIND_BEFORE_MS } from "../subscriptions/rules.ts";
import { EVENT_KEPT_MS } from "./rules.ts";

/** Lots that end within three days with something left that is not held for a refund, and of which nobody was told. */
export function expiringLots(now: Date) {
  return db
    .selectFrom("umsCreditLot as lot")
    .select(["lot.id", "lot.memberId", "lot.orderId", "lot.remaining", "lot.frozen", "lot.expireTime"])
    .where("lot.expireTime", ">", now)
    .where("lot.expireTime", "<=", after(now, REMIND_BEFORE_MS))
    .where("lot.remaining", ">", literal(0))
    .whereRef("lot.remaining", ">", "lot.frozen")
    .where(
      sql<boolean>`not exists (select 1 from sys_event told where told.event_no = event_no('credits.expiring', lot.id))`,
    );
}

/** Writes the event about at most `limit` of them, the first to end first. */
export function announceExpiring(commit: Commit, now: Date, limit: number): Handle<unknown> {
  const due = expiringLots(now).orderBy("lot.expireTime").limit(limit).as("lot");
  const told = sql`jsonb_build_object('credits', lot.remaining - lot.frozen, 'orderSn', o.order_sn, 'expireTime', event_time(lot.expire_time))`;
  return commit.add(
    "expiringEvents",
    db
      .selectFrom(due)
      .leftJoin("omsOrder as o", "o.id", "lot.orderId")
      .select(
        sql<null>`write_event('credits.expiring', lot.id, lot.member_id, ${now}::timestamptz, ${told})`.as("written"),
      ),
    "any",
  );
}

/** Events whose time is over and that no endpoint which is on is still to be sent. */
export function oldEvents(now: Date) {
  return db
    .selectFrom("sysEvent as e")
    .select("e.id")
    .where("e.createTime", "<=", after(now, -EVENT_KEPT_MS))
    .where("e.position", "is not", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("sysWebhookDelivery as d")
            .innerJoin("sysWebhookEndpoint as w", "w.id", "d.endpointId")
            .select("d.id")
            .whereRef("d.eventId", "=", "e.id")
            .where("d.status", "=", literal("PENDING"))
            .where("w.status", "=", literal("ACTIVE")),
        ),
      ),
    );
}

/** Deletes at most `limit` of them, with what is known of their sending; lines lose what waited at endpoints that are off. */
export function deleteOldEvents(commit: Commit, now: Date, limit: number): Handle<unknown> {
  const old = commit.add(
    "oldEvents",
    oldEvents(now).orderBy("e.createTime").limit(limit).forUpdate().skipLocked(),
    "any",
  );
  const gone = commit.add(
    "oldDeliveries",
    db
      .deleteFrom("sysWebhookDelivery")
      .where("eventId", "in", (eb) => eb.selectFrom(old.as("old")).select("old.id"))
      .returning(["endpointId", "memberId", "status"]),
    "any",
  );
  // Locked in the order in which the sequencing locks them.
  const fewer = db
    .selectFrom((eb) =>
      eb
        .selectFrom(gone.as("gone"))
        .select(["gone.endpointId", "gone.memberId"])
        .select(({ fn, cast }) => cast<number>(fn.countAll(), "integer").as("many"))
        .where("gone.status", "=", literal("PENDING"))
        .groupBy(["gone.endpointId", "gone.memberId"])
        .as("less"),
    )
    .innerJoin("sysWebhookLine as own", (join) =>
      join.onRef("own.endpointId", "=", "less.endpointId").onRef("own.memberId", "=", "less.memberId"),
    )
    .select(["own.id", "less.many"])
    .orderBy("own.endpointId")
    .orderBy("own.memberId")
    .forUpdate("own");
  commit.add(
    "shorterLines",
    db
      .updateTable("sysWebhookLine as line")
      .from(fewer.as("fewer"))
      .set((eb) => ({
        pending: eb("line.pending", "-", eb.ref("fewer.many")),
        nextTryAt: sql<Date | null>`case when line.pending > fewer.many then line.next_try_at end`,
        tries: 0,
        retryAt: null,
      }))
      .whereRef("line.id", "=", "fewer.id"),
    "any",
  );
  return commit.add(
    "deletedEvents",
    db.deleteFrom("sysEvent").where("id", "in", (eb) => eb.selectFrom(old.as("old")).select("old.id")),
    "any",
  );
}
