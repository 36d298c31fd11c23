import { setTimeout as sleep } from "node:timers/promises";
import type { Dice } from "../../scripts/dice.ts";
import type { Answer } from "./person.ts";
import type { World } from "./world.ts";

/** A scenario. It tolerates faults: a failed step is abandoned, as a person would. */
export type Scene = (world: World, dice: Dice) => Promise<void>;

/** Scenes by name, each with how often it is played beside the others. */
export type Repertoire = Readonly<Record<string, { readonly play: Scene; readonly weight: number }>>;

const TRIES = 4;
const PAUSE_MS = 300;

/** Repeats a request while there is no answer or the answer is "retry". */
export async function insist(question: () => Promise<Answer>): Promise<Answer> {
  let answer = await question();
  for (let tries = 1; tries < TRIES && (answer.status === "gone" || answer.status === 503); tries += 1) {
    await sleep(PAUSE_MS);
    answer = await question();
  }
  return answer;
}

/** Runs `act` `times` times concurrently. */
export function atOnce<Result>(times: number, act: () => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, act));
}
