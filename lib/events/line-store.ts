import { db, literal } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { claimDueLines, dueLines } from "./line-parts.ts";

export type DueLine = Awaited<ReturnType<typeof claimLines>>[number];

export function claimLines(endpointId: bigint, now: Date, leaseUntil: Date, limit: number) {
  return claimDueLines(endpointId, now, leaseUntil, limit).execute();
}

export function countDueLines(endpointId: bigint, now: Date): Promise<number> {
  return countDue(dueLines(endpointId, now));
}

/** The endpoints that are on. */
export function findActiveEndpoints() {
  return db
    .selectFrom("sysWebhookEndpoint")
    .select("id")
    .where("status", "=", literal("ACTIVE"))
    .orderBy("id")
    .execute();
}

export type Head = NonNullable<Awaited<ReturnType<typeof findHead>>>;

/** The first event of a line, and where it is sent. null: the endpoint is off, or nothing waits. */
export async function findHead({ endpointId, memberId }: { endpointId: bigint; memberId: bigint }) {
  const found = await db
    .selectFrom("sysWebhookDelivery as d")
    .innerJoin("sysEvent as e", "e.id", "d.eventId")
    .innerJoin("sysWebhookEndpoint as w", "w.id", "d.endpointId")
    .select(["d.id", "e.eventNo", "e.type", "e.data", "e.createTime"])
    .select(["w.url", "w.secret", "w.previousSecret", "w.previousSecretUntil", "w.failingSince"])
    .where("d.endpointId", "=", endpointId)
    .where("d.memberId", "=", memberId)
    .where("d.status", "=", literal("PENDING"))
    .where("w.status", "=", literal("ACTIVE"))
    .orderBy("d.id")
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}

/** What waits at the endpoints that are on: how many events, and since when the first of them. */
export async function sumWaiting(): Promise<{ waiting: number; since: Date | null }> {
  const found = await db
    .selectFrom("sysWebhookEndpoint as w")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("sysWebhookDelivery as d")
          .select(({ fn }) => [fn.countAll<bigint>().as("waiting"), fn.min("d.createTime").as("since")])
          .whereRef("d.endpointId", "=", "w.id")
          .where("d.status", "=", literal("PENDING"))
          .as("own"),
      (join) => join.onTrue(),
    )
    .select(({ fn }) => [fn.sum<bigint | null>("own.waiting").as("waiting"), fn.min("own.since").as("since")])
    .where("w.status", "=", literal("ACTIVE"))
    .executeTakeFirstOrThrow();
  return { waiting: Number(found.waiting), since: found.since };
}
