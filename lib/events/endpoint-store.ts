import { jsonBuildObject } from "kysely/helpers/postgres";
import { sql } from "kysely";
import { db, literal } from "../db/database.ts";

export type StoredEndpoint = Awaited<ReturnType<typeof findEndpoints>>[number];

const endpoints = () =>
  db
    .selectFrom("sysWebhookEndpoint as w")
    .select(["w.id", "w.url", "w.types", "w.description", "w.status", "w.offReason", "w.failingSince"])
    .select(["w.lastSuccessTime", "w.previousSecretUntil", "w.createTime"])
    .select(({ selectFrom }) =>
      selectFrom("sysWebhookLine as line")
        .select(({ fn }) => fn.sum<bigint | null>("line.pending").as("waiting"))
        .whereRef("line.endpointId", "=", "w.id")
        .where("line.nextTryAt", "is not", null)
        .as("waiting"),
    )
    .where("w.status", "<>", literal("DELETED"));

/** The oldest first. */
export function findEndpoints(limit: number) {
  return endpoints().orderBy("w.id").limit(limit).execute();
}

export async function findEndpoint(id: bigint) {
  return (await endpoints().where("w.id", "=", id).executeTakeFirst()) ?? null;
}

/** What was made under an Idempotency-Key. */
export async function findMade(createdBy: string, requestKey: string) {
  const found = await db
    .selectFrom("sysWebhookEndpoint")
    .select(["id", "status", "secret", "requestHash"])
    .where("createdBy", "=", createdBy)
    .where("requestKey", "=", requestKey)
    .executeTakeFirst();
  return found ?? null;
}

/** Where it is, and what signs for it. */
export async function findSecrets(id: bigint) {
  const found = await db
    .selectFrom("sysWebhookEndpoint")
    .select(["url", "secret", "previousSecret", "previousSecretUntil"])
    .where("id", "=", id)
    .where("status", "<>", literal("DELETED"))
    .executeTakeFirst();
  return found ?? null;
}

export async function findLowCredits(): Promise<number | null> {
  const found = await db.selectFrom("sysEventSettings").select("lowCredits").executeTakeFirst();
  return found?.lowCredits ?? null;
}

/** As many tries of a delivery are shown. */
const TRIES_SHOWN = 20;

interface StoredTry {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly status: number | null;
  readonly answer: string;
  readonly refusal: string | null;
  readonly durationMs: number;
  /** As PostgreSQL writes it. */
  readonly time: string;
}

export type StoredDelivery = Awaited<ReturnType<typeof findDeliveries>>[number];

/** What an endpoint was or will be sent, the newest first, from before `after` on. */
export function findDeliveries(
  endpointId: bigint,
  { limit, after }: { readonly limit: number; readonly after: bigint | undefined },
) {
  const of = db.selectFrom("sysWebhookDelivery").selectAll().where("endpointId", "=", endpointId);
  const page = after === undefined ? of : of.where("id", "<", after);
  return db
    .selectFrom(page.orderBy("id", "desc").limit(limit).as("d"))
    .innerJoin("sysEvent as e", "e.id", "d.eventId")
    .select(["d.id", "d.status", "d.isReplay", "d.createTime as madeTime", "d.finishTime"])
    .select(["e.eventNo", "e.type", "e.data", "e.createTime"])
    .select(({ selectFrom }) => {
      const latest = selectFrom("sysWebhookTry as t").selectAll("t").whereRef("t.deliveryId", "=", "d.id");
      return selectFrom(latest.orderBy("t.id", "desc").limit(TRIES_SHOWN).as("t"))
        .select(({ fn, ref }) => {
          const { url, headers, status } = { url: ref("t.url"), headers: ref("t.headers"), status: ref("t.status") };
          const { answer, refusal, durationMs } = {
            answer: ref("t.answer"),
            refusal: ref("t.refusal"),
            durationMs: ref("t.durationMs"),
          };
          const time = sql<string>`event_time(t.create_time)`;
          const shown = jsonBuildObject({ url, headers, status, answer, refusal, durationMs, time });
          return sql<StoredTry[]>`coalesce(${fn.jsonAgg(shown).orderBy("t.id", "desc")}, '[]'::json)`.as("tries");
        })
        .as("tries");
    })
    .orderBy("d.id", "desc")
    .execute();
}

/** A delivery of an endpoint that is there. */
export async function findDelivery(id: bigint) {
  const found = await db
    .selectFrom("sysWebhookDelivery as d")
    .innerJoin("sysWebhookEndpoint as w", "w.id", "d.endpointId")
    .select(["d.id", "d.endpointId", "d.status", "w.url"])
    .where("d.id", "=", id)
    .where("w.status", "<>", literal("DELETED"))
    .executeTakeFirst();
  return found ?? null;
}

/** How many events an endpoint would be sent again, counted no further than `most` + 1. */
export async function countReplayed(
  endpointId: bigint,
  { from, to }: { from: Date; to: Date },
  most: number,
): Promise<number> {
  const wanted = db
    .selectFrom("sysEvent as e")
    .innerJoin("sysWebhookEndpoint as w", (join) => join.on("w.id", "=", endpointId))
    .select("e.id")
    .where("e.createTime", ">=", from)
    .where("e.createTime", "<", to)
    .where("e.position", "is not", null)
    .where(sql<boolean>`(w.types = '{}' or e.type = any(w.types))`)
    .limit(most + 1);
  const found = sql<bigint>`(select count(*) from ${wanted} as one)`;
  const { many } = await db.selectNoFrom(found.as("many")).executeTakeFirstOrThrow();
  return Number(many);
}
