import { audit } from "../accounts/parts.ts";
import { listPage, type ListWish } from "../contracts/service-values.ts";
import type { DeliveryPage, ReplayRange, TestResult } from "../contracts/webhooks.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { countReplayed, findDeliveries, findDelivery, findSecrets } from "./endpoint-store.ts";
import { replayEvents } from "./line-parts.ts";
import { postMessage } from "./post-message.ts";
import { isReplayable, MOST_REPLAYED, secretsAt } from "./rules.ts";
import { messageOf } from "./message.ts";
import { newTestId } from "./sign.ts";
import { beijingInstant, deliveryView } from "./view.ts";

/** What an endpoint was or will be sent, the newest first, with every try. Two reads. Throws NOT_FOUND (404). */
export async function listDeliveries(endpointId: bigint, wish: ListWish): Promise<DeliveryPage> {
  if (!(await findSecrets(endpointId))) throw new AppError("NOT_FOUND");
  return listPage(wish, (part) => findDeliveries(endpointId, part), deliveryView);
}

/** Sends one event again, behind what waits of its member. Throws NOT_FOUND (404), DELIVERY_PENDING (409: it will be sent anyway). */
export async function replayDelivery(id: bigint, context: Context): Promise<{ replayed: number }> {
  const delivery = await findDelivery(id);
  if (!delivery) throw new AppError("NOT_FOUND");
  if (!isReplayable(delivery.status)) throw new AppError("DELIVERY_PENDING");
  return replay(delivery.endpointId, delivery.url, { deliveryId: id }, context);
}

/**
 * Sends the events of a time again, in their order, those of the types that the endpoint wants. Throws NOT_FOUND (404),
 * VALIDATION_FAILED (400: too many of them for once).
 */
export async function replayRange(
  endpointId: bigint,
  range: ReplayRange,
  context: Context,
): Promise<{ replayed: number }> {
  const endpoint = await findSecrets(endpointId);
  if (!endpoint) throw new AppError("NOT_FOUND");
  const times = { from: new Date(range.from), to: new Date(range.to) };
  if ((await countReplayed(endpointId, times, MOST_REPLAYED)) > MOST_REPLAYED) {
    const message = `这段时间里的事件超过 ${MOST_REPLAYED} 条，请分几段`;
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "to", message }] });
  }
  return replay(endpointId, endpoint.url, times, context);
}

async function replay(
  endpointId: bigint,
  url: string,
  which: Parameters<typeof replayEvents>[2],
  context: Context,
): Promise<{ replayed: number }> {
  const commit = new Commit("replayEvents");
  const again = replayEvents(commit, endpointId, which, context.now);
  const range = "from" in which ? { from: which.from.toISOString(), to: which.to.toISOString() } : {};
  audit(commit, "EVENTS_REPLAYED", new URL(url).host, range, context);
  return { replayed: (await commit.run()).count(again) };
}

/** Sends a message of no event now, signed like any other, whether or not the endpoint is on. Throws NOT_FOUND (404). */
export async function testEndpoint(endpointId: bigint, { now }: Context): Promise<TestResult> {
  const endpoint = await findSecrets(endpointId);
  if (!endpoint) throw new AppError("NOT_FOUND");
  const event = { id: newTestId(), type: "endpoint.test", timestamp: beijingInstant(now), data: {} };
  const message = messageOf(endpoint.url, event, secretsAt(endpoint, now), now);
  const { status, answer, refusal, durationMs } = await postMessage(message);
  return { headers: { ...message.headers }, body: message.body, status, answer, refusal, durationMs };
}
