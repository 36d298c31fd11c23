import type { EventType } from "../contracts/events.ts";
import type { EndpointStatus, OffReason } from "../contracts/webhooks.ts";
import type { Context } from "../core/context.ts";
import type { Commit, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";

export interface NewEndpoint {
  readonly url: string;
  readonly types: EventType[];
  readonly description: string;
  readonly secret: string;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

/** Another place that events are sent to, from now on. Conflicts where its maker has used the key. */
export function insertEndpoint(
  commit: Commit,
  endpoint: NewEndpoint,
  { now, actor }: Context,
): Returning<{ id: bigint }> {
  return commit.addReturning(
    "newEndpoint",
    db
      .insertInto("sysWebhookEndpoint")
      .values({ ...endpoint, createdBy: actor, createTime: now })
      .returning("id"),
  );
}

function endpoint(id: bigint) {
  return db.updateTable("sysWebhookEndpoint").where("id", "=", id).where("status", "<>", literal("DELETED"));
}

export interface EndpointChange {
  readonly url?: string;
  readonly types?: EventType[];
  readonly description?: string;
  readonly status?: EndpointStatus;
  readonly offReason?: OffReason | null;
  readonly failingSince?: null;
}

/** Finds no row where it was removed. */
export function changeEndpoint(commit: Commit, id: bigint, change: EndpointChange): void {
  commit.add("changedEndpoint", endpoint(id).set(change));
}

/** Nothing is sent there any more; its secrets are forgotten. Finds no row where it was removed already. */
export function removeEndpoint(commit: Commit, id: bigint): void {
  const gone = {
    status: "DELETED",
    offReason: null,
    secret: "",
    previousSecret: null,
    previousSecretUntil: null,
  } as const;
  commit.add("removedEndpoint", endpoint(id).set(gone));
}

/** Another secret; the one of now signs beside it until then. Conflicts where it was replaced since it was read. */
export function replaceSecret(
  commit: Commit,
  id: bigint,
  { from, to, until }: { readonly from: string; readonly to: string; readonly until: Date },
): void {
  const both = { secret: to, previousSecret: from, previousSecretUntil: until };
  commit.add("rotatedEndpoint", endpoint(id).set(both).where("secret", "=", from));
}

/** Below how many credits a customer has few. */
export function setLowCredits(commit: Commit, lowCredits: number): void {
  commit.add(
    "eventSettings",
    db
      .insertInto("sysEventSettings")
      .values({ lowCredits })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ lowCredits })),
  );
}
