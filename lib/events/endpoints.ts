import { createHash } from "node:crypto";
import { audit } from "../accounts/parts.ts";
import { listPage, type ListWish } from "../contracts/service-values.ts";
import type {
  AddEndpoint,
  ChangeEndpoint,
  EndpointView,
  NewEndpointView,
  RotatedSecret,
} from "../contracts/webhooks.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { env } from "../env.ts";
import {
  changeEndpoint as changePart,
  insertEndpoint,
  removeEndpoint,
  replaceSecret,
  setLowCredits,
} from "./endpoint-parts.ts";
import {
  findEndpoint,
  findEndpoints,
  findLowCredits,
  findMade,
  findSecrets,
  type StoredEndpoint,
} from "./endpoint-store.ts";
import { DEFAULT_LOW_CREDITS, MOST_ENDPOINTS, PREVIOUS_SECRET_MS } from "./rules.ts";
import { newSecret } from "./sign.ts";
import { problemOf } from "./target.ts";
import { beijingInstant, endpointView } from "./view.ts";

/** There are more than may be where two were added at once. */
const READ = 2 * MOST_ENDPOINTS;

/** Where events are sent. One read. */
async function listEndpoints(now: Date): Promise<EndpointView[]> {
  return (await findEndpoints(READ)).map((endpoint) => endpointView(endpoint, now));
}

/** Some of them, for the product's back end. One read. */
export function pageEndpoints(wish: ListWish, now: Date) {
  const find = async ({ limit, after = 0n }: { limit: number; after: bigint | undefined }) =>
    (await findEndpoints(READ)).filter(({ id }) => id > after).slice(0, limit);
  return listPage(wish, find, (endpoint) => endpointView(endpoint, now));
}

/** What the desk's page of them shows. Two reads. */
export async function listWebhooks(now: Date): Promise<{ endpoints: EndpointView[]; lowCredits: number }> {
  const [endpoints, lowCredits] = await Promise.all([listEndpoints(now), getLowCredits()]);
  return { endpoints, lowCredits };
}

async function getLowCredits(): Promise<number> {
  return (await findLowCredits()) ?? DEFAULT_LOW_CREDITS;
}

/** An admin says below how many credits a customer has few. One commit. */
export async function saveLowCredits(lowCredits: number, context: Context): Promise<void> {
  const before = await getLowCredits();
  const commit = new Commit("saveLowCredits");
  setLowCredits(commit, lowCredits);
  audit(commit, "LOW_CREDITS_SET", "events", { from: before, to: lowCredits }, context);
  await commit.run();
}

/**
 * Another place that events are sent to, from now on. Its secret is in this answer only, and in that to the same request with the
 * same key. Throws VALIDATION_FAILED (400: nobody is sent to there), ENDPOINTS_FULL (409), IDEMPOTENCY_KEY_REUSED (409).
 */
export async function addEndpoint(
  body: AddEndpoint,
  requestKey: string | null,
  context: Context,
): Promise<NewEndpointView> {
  checkUrl(body.url);
  const request = { requestKey, requestHash: requestKey === null ? null : hashOf(body) };
  return retryOnConflict(async () => {
    const { id, secret } = (await addedBefore(request, context)) ?? (await add(body, request, context));
    return { ...endpointView(await getEndpoint(id), context.now), secret };
  });
}

interface Request {
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

function hashOf({ url, types = [], description = "" }: AddEndpoint): string {
  return createHash("sha256")
    .update(JSON.stringify([url, types, description]))
    .digest("hex");
}

async function addedBefore({ requestKey, requestHash }: Request, { actor }: Context) {
  const made = requestKey === null ? null : await findMade(actor, requestKey);
  if (made && made.requestHash !== requestHash) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  return made;
}

async function add({ url, types = [], description = "" }: AddEndpoint, request: Request, context: Context) {
  if ((await findEndpoints(READ)).length >= MOST_ENDPOINTS) throw new AppError("ENDPOINTS_FULL");
  const secret = newSecret();
  const commit = new Commit("addEndpoint");
  const added = insertEndpoint(commit, { url, types: [...new Set(types)], description, secret, ...request }, context);
  audit(commit, "ENDPOINT_ADDED", hostOf(url), { types: types.join(" ") }, context);
  return { id: (await commit.run()).one(added).id, secret };
}

/** Changes a place, pauses it, or goes on where it was paused or stopped. Throws NOT_FOUND (404), VALIDATION_FAILED (400). */
export async function changeEndpoint(id: bigint, change: ChangeEndpoint, context: Context): Promise<EndpointView> {
  const { status, types, ...texts } = change;
  if (texts.url !== undefined) checkUrl(texts.url);
  const { url } = await getEndpoint(id);
  const commit = new Commit("changeEndpoint");
  const on = { status: "ACTIVE", offReason: null, failingSince: null } as const;
  const off = { status: "OFF", offReason: "BY_HAND" } as const;
  changePart(commit, id, {
    ...texts,
    ...(types && { types: [...new Set(types)] }),
    ...(status && (status === "active" ? on : off)),
  });
  const said = {
    ...texts,
    ...(texts.url !== undefined && { url: hostOf(texts.url) }),
    ...(types && { types: types.join(" ") }),
    ...(status && { status }),
  };
  audit(commit, "ENDPOINT_CHANGED", hostOf(url), said, context);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
  return endpointView(await getEndpoint(id), context.now);
}

/** Nothing is sent there any more. Throws NOT_FOUND (404). */
export async function dropEndpoint(id: bigint, context: Context): Promise<void> {
  const { url } = await getEndpoint(id);
  const commit = new Commit("dropEndpoint");
  removeEndpoint(commit, id);
  audit(commit, "ENDPOINT_REMOVED", hostOf(url), {}, context);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
}

/**
 * Another secret, in this answer only. For a day everything is signed with the old one, too; one that was replaced before is
 * over at once. Throws NOT_FOUND (404).
 */
export function rotateSecret(id: bigint, context: Context): Promise<RotatedSecret> {
  return retryOnConflict(async () => {
    const known = await findSecrets(id);
    if (!known) throw new AppError("NOT_FOUND");
    const secret = newSecret();
    const until = after(context.now, PREVIOUS_SECRET_MS);
    const commit = new Commit("rotateSecret");
    replaceSecret(commit, id, { from: known.secret, to: secret, until });
    audit(commit, "ENDPOINT_SECRET_ROTATED", hostOf(known.url), {}, context);
    await commit.run();
    return { secret, previousSecretUntil: beijingInstant(until) };
  });
}

async function getEndpoint(id: bigint): Promise<StoredEndpoint> {
  const found = await findEndpoint(id);
  if (!found) throw new AppError("NOT_FOUND");
  return found;
}

function checkUrl(url: string): void {
  const message = problemOf(url, env().mayReachPrivate);
  if (message) throw new AppError("VALIDATION_FAILED", { issues: [{ field: "url", message }] });
}

/** What the audit log says of an address: whoever has the whole of some can post to them. */
function hostOf(url: string): string {
  invariant(URL.canParse(url), "an address was checked before it was kept");
  return new URL(url).host;
}
