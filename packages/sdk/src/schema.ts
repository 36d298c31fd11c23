import type { components, paths } from "./generated.ts";

// Names for what the addresses of /api/v1 take and give; the shapes are those of the OpenAPI document.

type Path = keyof paths & string;
type Method = "get" | "put" | "post" | "patch" | "delete";

type JsonOf<Content> = Content extends { readonly content: { readonly "application/json": infer Json } } ? Json : never;

/** What a success of an address says. */
export type Answer<At extends Path, By extends Method> = paths[At][By] extends { readonly responses: infer Responses }
  ? JsonOf<Responses[keyof Responses & (200 | 201)]>
  : never;

/** What is sent to an address. */
export type Body<At extends Path, By extends Method> = paths[At][By] extends {
  readonly requestBody?: infer Request;
}
  ? JsonOf<NonNullable<Request>>
  : never;

/** What an address may be asked. */
export type Query<At extends Path> = paths[At]["get"] extends { readonly parameters: { readonly query?: infer Asked } }
  ? NonNullable<Asked>
  : never;

type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Problem = Schema<"Problem">;
export type Customer = Schema<"Customer">;
/** What a webhook carries, and what `events.list` lists: `data` is that of its `type`. */
export type ZhangfangEvent = Schema<"Event">;
