import { setTimeout as sleep } from "node:timers/promises";
import { closeTheBooks } from "./bills.ts";
import { BUYING } from "./buying.ts";
import { checkRest, checkSafety } from "./checks.ts";
import { runCrons } from "./crons.ts";
import { DESK } from "./desk.ts";

import { diceOf } from "../../scripts/dice.ts";
import { checkEvents, EVENTS } from "./events.ts";
import { FORGING } from "./forging.ts";
import { INVOICING } from "./invoicing.ts";
import { checkPromises } from "./kept-promises.ts";
import { MISHAPS } from "./mishaps.ts";
import { OPERATING } from "./operating.ts";
import { REFUNDING } from "./refunding.ts";
import { comeToRest } from "./rest.ts";
import type { Repertoire } from "./scene.ts";
import { SESSIONS } from "./sessions.ts";
import { SPENDING } from "./spending.ts";
import { FAULTS, WEATHER } from "./weather.ts";
import type { World } from "./world.ts";

const PEOPLE: Repertoire = {
  ...BUYING,
  ...SPENDING,
  ...REFUNDING,
  ...OPERATING,
  ...DESK,
  ...INVOICING,
  ...EVENTS,
  ...SESSIONS,
  ...FORGING,
};
const TROUBLE: Repertoire = { ...WEATHER, ...MISHAPS };
const EVERYTHING: Repertoire = { ...PEOPLE, ...TROUBLE };

/** Who acts at the same time: how many play what, and for how long they rest in between at most. */
const CAST = [
  { role: "somebody", count: 6, repertoire: PEOPLE, pauseMs: 150 },
  { role: "wire", count: 1, repertoire: FAULTS, pauseMs: 500 },
  { role: "trouble", count: 2, repertoire: TROUBLE, pauseMs: 600 },
] as const;

const SCHEDULER_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 2_000;

/** Runs all actors for `seconds`, halfway with other keys of Alipay's, with continuous checks, then waits for completion and checks again. */
export async function live(world: World, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  const actors = CAST.flatMap(({ role, count, repertoire, pauseMs }) =>
    Array.from({ length: count }, (_, i) => act(world, `${role} ${i}`, repertoire, pauseMs, end)),
  );
  await Promise.all([
    ...actors,
    sleep(seconds * 500).then(() => world.alipay.changeKeys()),
    again(end, SCHEDULER_EVERY_MS, () => runCrons(world)),
    again(end, LOOK_EVERY_MS, () => checkSafety(world)),
  ]);
  await settleAccounts(world);
}

/** Runs these scenarios one after another without faults. */
export async function rehearse(world: World, scenes: readonly string[], times: number): Promise<void> {
  const dice = diceOf(world.seed, "rehearsal");
  for (let i = 0; i < times; i += 1)
    for (const name of scenes) {
      await EVERYTHING[name]!.play(world, dice);
      await checkSafety(world);
    }
  await settleAccounts(world);
}

async function settleAccounts(world: World): Promise<void> {
  await closeTheBooks(world, await comeToRest(world));
  await checkRest(world);
  await checkPromises(world);
  await checkEvents(world);
}

async function act(world: World, name: string, repertoire: Repertoire, pauseMs: number, end: number): Promise<void> {
  const dice = diceOf(world.seed, name);
  const choices = Object.entries(repertoire).map(([title, { weight }]) => [title, weight] as const);
  while (Date.now() < end) {
    const title = dice.weigh(choices);
    world.findings.count(`scene ${title}`);
    await repertoire[title]!.play(world, dice);
    await sleep(dice.between(0, pauseMs));
  }
}

async function again(end: number, everyMs: number, work: () => Promise<void>): Promise<void> {
  while (Date.now() < end) {
    await work();
    await sleep(everyMs);
  }
}
