import type { EventView } from "../contracts/events.ts";
import type { DeliveryView, EndpointView } from "../contracts/webhooks.ts";
import { BEIJING_OFFSET_MS, after } from "../core/time.ts";
import type { StoredDelivery, StoredEndpoint } from "./endpoint-store.ts";
import type { StoredEvent } from "./store.ts";

/** An event as it is sent and listed: the same bytes each time. */
export function eventView({ eventNo, type, createTime, data }: StoredEvent): EventView {
  return { id: eventNo, type, timestamp: beijingInstant(createTime), data };
}

/** "2026-01-31T08:00:00.000+08:00", as the instants inside of an event are written. */
export function beijingInstant(instant: Date): string {
  return after(instant, BEIJING_OFFSET_MS).toISOString().replace("Z", "+08:00");
}

const orNull = (instant: Date | null) => instant && beijingInstant(instant);

export function endpointView(endpoint: StoredEndpoint, now: Date): EndpointView {
  const { id, url, types, description, status, offReason, waiting } = endpoint;
  const { failingSince, lastSuccessTime, previousSecretUntil, createTime } = endpoint;
  const hasTwo = previousSecretUntil !== null && now < previousSecretUntil;
  return {
    ...{ id: Number(id), url, types: [...types], description, waiting: Number(waiting) },
    status: status === "ACTIVE" ? "active" : "off",
    offReason: offReason && (offReason === "FAILING" ? "failing" : "by_hand"),
    failingSince: orNull(failingSince),
    lastSuccessTime: orNull(lastSuccessTime),
    previousSecretUntil: hasTwo ? beijingInstant(previousSecretUntil) : null,
    createTime: beijingInstant(createTime),
  };
}

const STATES = { PENDING: "pending", DONE: "done", GIVEN_UP: "given_up" } as const;

export function deliveryView(delivery: StoredDelivery): DeliveryView {
  const { id, status, isReplay, tries, madeTime, finishTime } = delivery;
  return {
    ...{ id: Number(id), status: STATES[status], isReplay, tries: tries ?? [] },
    event: eventView(delivery),
    createTime: beijingInstant(madeTime),
    finishTime: orNull(finishTime),
  };
}
