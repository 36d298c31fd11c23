import { query } from "./database.ts";
import { ADMINS, type DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";

/** Nobody listens there: what is sent is not taken. */
const NOBODY = "https://203.0.113.9/hook";

async function anEndpoint(): Promise<string> {
  await query("update sys_webhook_endpoint set status = 'DELETED', off_reason = null");
  const [row] = await query<{ id: bigint }>(
    "insert into sys_webhook_endpoint (url, secret, created_by) values ($1, 'whsec_' || repeat('A', 43) || '=', 'x') returning id",
    [NOBODY],
  );
  return String(row!.id);
}

const ofEndpoint =
  (more: Knock = {}) =>
  async (): Promise<Knock> => ({ ...more, params: { endpointId: await anEndpoint() } });

async function aDelivery(): Promise<Knock> {
  const endpointId = await anEndpoint();
  const [row] = await query<{ id: bigint }>(
    `insert into sys_webhook_delivery (endpoint_id, event_id, member_id, status, finish_time, create_time)
     select $1, id, member_id, 'DONE', now(), now() from sys_event limit 1 returning id`,
    [endpointId],
  );
  return { params: { deliveryId: String(row!.id) } };
}

/** What a good request of each of them brings. */
const GOOD = {
  add: async (): Promise<Knock> => {
    await anEndpoint();
    return { body: { url: "https://hooks.example.com/in", types: ["order.paid"], description: "后端" } };
  },
  change: ofEndpoint({ body: { status: "off" } }),
  list: ofEndpoint({ query: "limit=5" }),
  replay: ofEndpoint({ body: { from: "2026-03-01T00:00:00+08:00", to: "2026-03-02T00:00:00+08:00" } }),
};

/** The rows of the door book about where events are sent. */
export const EVENT_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/admin/webhook-endpoints": { answers: ADMINS },
  "POST /api/admin/webhook-endpoints": {
    answers: ADMINS,
    good: GOOD.add,
  },
  "PUT /api/admin/webhook-endpoints/low-credits": { answers: ADMINS, good: () => ({ body: { lowCredits: 50 } }) },
  "PATCH /api/admin/webhook-endpoints/[endpointId]": { answers: ADMINS, good: GOOD.change },
  "DELETE /api/admin/webhook-endpoints/[endpointId]": { answers: ADMINS, good: ofEndpoint() },
  "POST /api/admin/webhook-endpoints/[endpointId]/rotate": { answers: ADMINS, good: ofEndpoint() },
  "POST /api/admin/webhook-endpoints/[endpointId]/test": { answers: ADMINS, good: ofEndpoint() },
  "GET /api/admin/webhook-endpoints/[endpointId]/deliveries": {
    answers: ADMINS,
    good: GOOD.list,
  },
  "POST /api/admin/webhook-endpoints/[endpointId]/replay": {
    answers: ADMINS,
    good: GOOD.replay,
  },
  "POST /api/admin/webhook-endpoints/deliveries/[deliveryId]/replay": { answers: ADMINS, good: aDelivery },
};

/** A key alone opens them. */
const BACK_ENDS = "401 401 401 401 401 200";

/** The same for the product's own back end. */
export const SERVICE_EVENT_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/v1/events": { answers: BACK_ENDS, good: () => ({ query: "limit=5" }) },
  "GET /api/v1/webhook-endpoints": { answers: BACK_ENDS, good: () => ({ query: "limit=5" }) },
  "POST /api/v1/webhook-endpoints": { answers: "401 401 401 401 401 201", good: GOOD.add },
  "PATCH /api/v1/webhook-endpoints/[endpointId]": { answers: BACK_ENDS, good: GOOD.change },
  "DELETE /api/v1/webhook-endpoints/[endpointId]": { answers: BACK_ENDS, good: ofEndpoint() },
  "POST /api/v1/webhook-endpoints/[endpointId]/rotate": { answers: BACK_ENDS, good: ofEndpoint() },
  "POST /api/v1/webhook-endpoints/[endpointId]/test": { answers: BACK_ENDS, good: ofEndpoint() },
  "GET /api/v1/webhook-endpoints/[endpointId]/deliveries": { answers: BACK_ENDS, good: GOOD.list },
  "POST /api/v1/webhook-endpoints/[endpointId]/replay": { answers: BACK_ENDS, good: GOOD.replay },
  "POST /api/v1/webhook-endpoints/deliveries/[deliveryId]/replay": { answers: BACK_ENDS, good: aDelivery },
};
