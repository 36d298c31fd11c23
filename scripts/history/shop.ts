import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Wanted } from "../../lib/catalog/get-product.ts";
import type { Actor, Context } from "../../lib/core/context.ts";
import { after, SECOND_MS } from "../../lib/core/time.ts";
import { receiveNotify } from "../../lib/refunds/receive-notify.ts";
import type { Dice } from "../dice.ts";
import type { Diary } from "./diary.ts";

/** Who works in the shop. The service is the product's back end. */
export type Post = "admin" | "support" | "finance" | "service";

/** A shop whose clock is turned, and Alipay's with it. */
export interface Shop {
  readonly dice: Dice;
  readonly diary: Diary;
  /** The beginning and the end of the history. */
  readonly span: { readonly from: Date; readonly until: Date };
  /** In the order in which they came. */
  readonly members: bigint[];
  readonly posts: Map<Post, bigint>;
  /** Members who have asked for their money back: the next time, a person would look at it (docs/rules.md R42). */
  readonly asked: Set<bigint>;
  readonly subscribers: Set<bigint>;
  /** What is on sale, by the name of the pack, or by the code of the plan with its cycle. */
  readonly goods: Map<string, Wanted>;
  now(): Date;
  /** Of somebody who does something now. */
  by(actor: Actor | Post): Context;
  turn(now: Date, alipayToo: boolean): Promise<void>;
  /** Asks the control interface of the local Alipay. Throws what it complains of. */
  alipay<Answer>(path: string, body?: object): Promise<Answer>;
  close(): Promise<void>;
}

export interface Premises {
  readonly sandboxUrl: string;
  /** Where the real shop will be, and where the trades of the history say that it is. */
  readonly port: number;
}

/**
 * Opens the shop in the past, at the address where the real one will be: the trades of the history name it, and what becomes of
 * them later is told there. Takes Alipay's notices and nothing else.
 */
export async function openShop(
  parts: Pick<Shop, "dice" | "diary" | "span">,
  { sandboxUrl, port }: Premises,
): Promise<Shop> {
  let now = parts.span.from;
  const posts = new Map<Post, bigint>();
  const door = createServer((request, answer) => {
    // A notice is on its way for a moment.
    const arrival = after(now, parts.dice.between(1, 4) * SECOND_MS);
    const isKept = text(request).then((body) => receiveNotify("alipay", body, arrival));
    isKept.then(
      (kept) => answer.end(kept ? "success" : "fail"),
      (error: unknown) => {
        console.error(error);
        answer.end("fail");
      },
    );
  });
  await new Promise<void>((done, fail) => door.once("error", fail).listen(port, "127.0.0.1", done));
  const alipay = <Answer>(path: string, body?: object) => control<Answer>(sandboxUrl, path, body);
  return {
    ...parts,
    members: [],
    posts,
    asked: new Set(),
    subscribers: new Set(),
    goods: new Map(),
    now: () => now,
    by: (actor) => ({ now, actor: actorOf(actor, posts) }),
    turn: async (next, alipayToo) => {
      now = next;
      if (alipayToo) await alipay("clock", { mode: "frozen", at: next.getTime() });
    },
    alipay,
    close: async () => {
      await alipay("clock", { mode: "real" });
      await new Promise((done) => door.close(done));
    },
  };
}

function actorOf(actor: Actor | Post, posts: ReadonlyMap<Post, bigint>): Actor {
  switch (actor) {
    case "admin":
    case "support":
    case "finance":
      return `admin:${posts.get(actor)!}`;
    case "service":
      return `service:${posts.get(actor)!}`;
    default:
      return actor;
  }
}

async function control<Answer>(sandboxUrl: string, path: string, body?: object): Promise<Answer> {
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${sandboxUrl}/control/${path}`, init);
  if (!response.ok) throw new Error(`本地支付宝 ${path}：${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
