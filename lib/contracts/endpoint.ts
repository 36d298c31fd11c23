import type { z } from "zod";
import type { ErrorCode } from "../core/errors.ts";
import type { Permission } from "../core/roles.ts";
import type { ServiceScope } from "../core/scopes.ts";

/**
 * Who may ask. service: the product's own back end by a service key. cron: the scheduler by CRON_SECRET. checkout: the browser that a
 * checkout session belongs to, by the cookie of that session; its params name the session.
 */
export type Access = "public" | "member" | "admin" | "service" | "cron" | "checkout";

/** What a caller must be. admin: somebody of the operator's people, by what their role may do. service: by what their key may do. */
type Entry =
  | { readonly access: "admin"; readonly permission: Permission; readonly scope?: never }
  | { readonly access: "service"; readonly scope: ServiceScope; readonly permission?: never }
  | { readonly access: Exclude<Access, "admin" | "service">; readonly permission?: never; readonly scope?: never };

/** One JSON address: all that its route, the browser and the API document know of it. */
export type Endpoint = Entry & EndpointParts;

interface EndpointParts {
  /** One line in Chinese, for the API document. */
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Upper bound of the body in bytes, where it carries a file. */
  readonly maxBodyBytes?: number;
  /** Of a member's address: a session of the portal opens it too (docs/rules.md R156). Without it, none does. */
  readonly portal?: true;
  /** Takes an Idempotency-Key: the same key and body get the same answer. */
  readonly idempotent?: true;
  /** The statuses of a success, where they are not 200 alone: 201 where something was made. Of /api/v1 alone. */
  readonly success?: readonly (200 | 201)[];
  /** A success is a file of this type, not the envelope around an answer. */
  readonly file?: "text/csv" | "image/png" | "application/octet-stream";
  /** The `data` of a success, or the text of its file. Without transforms: what is given is what is sent. */
  readonly answer: z.ZodType;
  /** The errors of its own, beside those of every address with its access and input. */
  readonly errors?: readonly ErrorCode[];
}

/** Endpoints by method and by the folder of their route below `app`. */
export type EndpointTable = Readonly<Record<`${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`, Endpoint>>;
