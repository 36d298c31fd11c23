import { sql } from "kysely";
import { after } from "../core/time.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import { SUCCESS_STEP_MS, type Retry } from "./rules.ts";

/** Lines of an endpoint whose first event is due, and that no worker holds; none while the endpoint is off. */
export function dueLines(endpointId: bigint, now: Date) {
  return db
    .selectFrom("sysWebhookLine")
    .select(["id", "nextTryAt as dueAt"])
    .where("endpointId", "=", endpointId)
    .where("nextTryAt", "<=", now)
    .where((eb) => eb.or([eb("leaseUntil", "is", null), eb("leaseUntil", "<=", now)]))
    .where(({ exists, selectFrom }) => {
      const active = selectFrom("sysWebhookEndpoint as w").select("w.id").where("w.status", "=", literal("ACTIVE"));
      return exists(active.where("w.id", "=", endpointId));
    });
}

/** Claims lines, the longest due first. A statement of its own, not a part. */
export function claimDueLines(endpointId: bigint, now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueLines(endpointId, now).orderBy("nextTryAt"), limit))
    .updateTable("sysWebhookLine as line")
    .from("due")
    .set({ leaseUntil })
    .whereRef("line.id", "=", "due.id")
    .returning(["line.id", "line.endpointId", "line.memberId", "line.tries", "line.retryAt"])
    .returning((eb) => eb.ref("due.dueAt").$notNull().as("dueAt"));
}

/** Claimed lines that go back, to be looked at again at `nextAt`. Nothing of one that was emptied. */
export function releaseLines(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  commit.add(
    "releasedLines",
    db
      .updateTable("sysWebhookLine as line")
      .from(released(releases))
      .set((eb) => ({ leaseUntil: null, nextTryAt: eb.ref("release.nextAt") }))
      .whereRef("line.id", "=", "release.id")
      .where("line.pending", ">", 0)
      .where("line.leaseUntil", "=", leaseUntil),
    "any",
  );
}

/** The line of which the first event was sent, as this worker holds it. */
export interface HeldLine {
  readonly id: bigint;
  readonly endpointId: bigint;
  readonly leaseUntil: Date;
}

function heldLine({ id, leaseUntil }: HeldLine) {
  return db.updateTable("sysWebhookLine").where("id", "=", id).where("leaseUntil", "=", leaseUntil);
}

function finished(deliveryId: bigint, status: "DONE" | "GIVEN_UP" | "PENDING", now: Date) {
  return db
    .updateTable("sysWebhookDelivery")
    .set((eb) => ({ status, tries: eb("tries", "+", 1), finishTime: status === "PENDING" ? null : now }))
    .where("id", "=", deliveryId)
    .where("status", "=", literal("PENDING"));
}

const NEXT_AT_ONCE = (now: Date) => sql<Date | null>`case when pending > 1 then ${now}::timestamptz end`;

/**
 * The first event of a line has arrived, and the next has its turn; the worker keeps the line while there is one. Conflicts
 * where the lease went to another worker. `pending`: how many are left.
 */
export function advanceLine(
  commit: Commit,
  line: HeldLine,
  deliveryId: bigint,
  now: Date,
): Returning<{ pending: number }> {
  commit.add("sentDelivery", finished(deliveryId, "DONE", now));
  return commit.addReturning(
    "shorterLine",
    heldLine(line)
      .set((eb) => ({ pending: eb("pending", "-", 1), tries: 0, retryAt: null, nextTryAt: NEXT_AT_ONCE(now) }))
      .set({ leaseUntil: sql<Date | null>`case when pending > 1 then lease_until end` })
      .returning("pending"),
  );
}

/** It has not: it waits, or is given up (`retry` null) and the next has its turn. The line goes back. Conflicts as above. */
export function holdUpLine(commit: Commit, line: HeldLine, deliveryId: bigint, retry: Retry | null, now: Date): void {
  commit.add("unsentDelivery", finished(deliveryId, retry ? "PENDING" : "GIVEN_UP", now));
  const waiting = heldLine(line).set({ leaseUntil: null });
  commit.add(
    "heldUpLine",
    retry
      ? waiting.set({ tries: retry.tries, retryAt: retry.retryAt, nextTryAt: retry.retryAt })
      : waiting.set((eb) => ({
          pending: eb("pending", "-", 1),
          tries: 0,
          retryAt: null,
          nextTryAt: NEXT_AT_ONCE(now),
        })),
  );
}

export interface NewTry {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
  readonly answer: string;
  readonly refusal: string | null;
  readonly durationMs: number;
}

/** What was sent, and what was answered. */
export function recordTry(commit: Commit, deliveryId: bigint, tried: NewTry, now: Date): void {
  commit.add("newTry", db.insertInto("sysWebhookTry").values({ ...tried, deliveryId, createTime: now }));
}

/** An endpoint has taken something. Written when it had failed, and else once a minute. */
export function noteSuccess(commit: Commit, endpointId: bigint, now: Date): void {
  commit.add(
    "answeringEndpoint",
    db
      .updateTable("sysWebhookEndpoint")
      .set({ failingSince: null, lastSuccessTime: now })
      .where("id", "=", endpointId)
      .where((eb) =>
        eb.or([
          eb("failingSince", "is not", null),
          eb("lastSuccessTime", "is", null),
          eb("lastSuccessTime", "<=", after(now, -SUCCESS_STEP_MS)),
        ]),
      ),
    "any",
  );
}

/** What waits at the endpoint for its retry is tried now, all but the line `but`; what others are claiming is left to them. */
export function bringForward(commit: Commit, endpointId: bigint, but: bigint, now: Date): void {
  const waiting = db
    .selectFrom("sysWebhookLine")
    .select("id")
    .where("endpointId", "=", endpointId)
    .where("id", "<>", but)
    .where("nextTryAt", ">", now)
    .where("retryAt", "is not", null)
    .where((eb) => eb.or([eb("leaseUntil", "is", null), eb("leaseUntil", "<=", now)]))
    .orderBy("id")
    .forUpdate()
    .skipLocked();
  commit.add(
    "broughtForward",
    db
      .updateTable("sysWebhookLine")
      .set({ nextTryAt: now })
      .where("id", "=", sql<bigint>`any(array${waiting})`),
    "any",
  );
}

/** An endpoint has failed. `isOver`: it is switched off, unless a person was first. */
export function noteFailure(commit: Commit, endpointId: bigint, isOver: boolean, now: Date): Handle<unknown> {
  const failing = db
    .updateTable("sysWebhookEndpoint")
    .set((eb) => ({ failingSince: eb.fn.coalesce("failingSince", eb.val(now)) }))
    .where("id", "=", endpointId);
  if (!isOver) return commit.add("failingEndpoint", failing.where("failingSince", "is", null), "any");
  const off = failing.set({ status: "OFF", offReason: "FAILING" }).where("status", "=", literal("ACTIVE"));
  return commit.add("offEndpoint", off, "any");
}

/** Which events an endpoint is sent again. */
export type Replayed = { readonly deliveryId: bigint } | { readonly from: Date; readonly to: Date };

/** The events, in their order, each behind whatever of its member waits already. Returns how many. */
export function replayEvents(commit: Commit, endpointId: bigint, which: Replayed, now: Date): Handle<unknown> {
  const placed = db
    .selectFrom("sysEvent as e")
    .select(["e.id", "e.memberId", "e.position"])
    .where("e.position", "is not", null);
  const chosen =
    "deliveryId" in which
      ? placed
          .innerJoin("sysWebhookDelivery as d", "d.eventId", "e.id")
          .where("d.id", "=", which.deliveryId)
          .where("d.endpointId", "=", endpointId)
      : placed.where("e.createTime", ">=", which.from).where("e.createTime", "<", which.to);
  const again = commit.add(
    "replayedDeliveries",
    db
      .insertInto("sysWebhookDelivery")
      .columns(["endpointId", "eventId", "memberId", "isReplay", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(chosen.as("chosen"))
          .innerJoin("sysWebhookEndpoint as w", (join) => join.on("w.id", "=", endpointId))
          .innerJoin("sysEvent as event", "event.id", "chosen.id")
          .select(["w.id as endpointId", "chosen.id as eventId", "chosen.memberId"])
          .select((one) => [one.lit(true).as("isReplay"), one.val(now).as("createTime")])
          .where(sql<boolean>`w.types = '{}' or event.type = any(w.types)`)
          .orderBy("chosen.position"),
      )
      .returning(["endpointId", "memberId"]),
    "any",
  );
  commit.add(
    "longerLines",
    db
      .insertInto("sysWebhookLine")
      .columns(["endpointId", "memberId", "pending", "nextTryAt"])
      .expression((eb) =>
        eb
          .selectFrom(again.as("again"))
          .select(["again.endpointId", "again.memberId"])
          .select(({ fn, cast, val }) => [
            cast<number>(fn.countAll(), "integer").as("pending"),
            cast<Date>(val(now), "timestamptz").as("nextTryAt"),
          ])
          .groupBy(["again.endpointId", "again.memberId"])
          .orderBy("again.memberId"),
      )
      .onConflict((conflict) =>
        conflict.columns(["endpointId", "memberId"]).doUpdateSet((eb) => ({
          pending: eb("sysWebhookLine.pending", "+", eb.ref("excluded.pending")),
          nextTryAt: eb.fn.coalesce("sysWebhookLine.nextTryAt", "excluded.nextTryAt"),
        })),
      ),
    "any",
  );
  return again;
}
