export {
  zhangfang,
  type Catalog,
  type Credits,
  type Customer,
  type Item,
  type Pack,
  type Plan,
  type Zhangfang,
} from "./client.ts";
export { ZhangfangError, type ErrorCode, type Issue } from "./errors.ts";
export { holdCredits, meter, type Bill, type Hold, type Metered } from "./meter.ts";
export { verifyWebhook, WebhookError, type Delivery } from "./webhooks.ts";
export type { Problem, ZhangfangEvent } from "./schema.ts";
export type { Options } from "./transport.ts";
