import { randomUUID } from "node:crypto";
import { aBuyerWithCredits } from "./buying.ts";
import { until } from "./patience.ts";
import type { Person } from "./person.ts";
import { atOnce, insist, type Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

async function spend({ promises }: World, person: Person, bizId: string, amount: number): Promise<void> {
  const { status } = await person.post("/api/credits/consume", { amount, bizId, reason: "生成图片" });
  promises.spend(person.id, bizId, amount, status);
}

/** True when it is held. */
async function reserve({ promises }: World, person: Person, bizId: string, amount: number): Promise<boolean> {
  const { status } = await insist(() =>
    person.post("/api/credits/reserve", { amount, bizId, reason: "生成视频", leaseSeconds: 600 }),
  );
  if (status === 200) promises.reserve(person.id, bizId);
  return status === 200;
}

async function finish({ promises }: World, person: Person, bizId: string, used: number): Promise<void> {
  const { status } = await person.post("/api/credits/commit", { bizId, amount: used });
  promises.spend(person.id, bizId, used, status);
}

async function release({ promises }: World, person: Person, bizId: string): Promise<void> {
  const { status } = await person.post("/api/credits/release", { bizId });
  if (status === 200) promises.reserve(person.id, bizId, true);
}

/** The job has failed: `amount` of its credits, or what is left of them, go back. */
async function giveBack(world: World, person: Person, bizId: string, amount: number | null, key: string) {
  const part = { bizId, ...(amount === null ? {} : { amount }) };
  const { status, data } = await world.backEnd.post("/api/v1/credits/reverse", person.id, part, key);
  // Without an amount, a request that found nothing left is answered with the reversal before it.
  if (status === 200 && amount !== null)
    world.promises.reversals.set(key, { memberId: person.id, amount: data!.amount as number });
}

export const SPENDING: Repertoire = {
  spend: {
    weight: 8,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const [bizId, amount] = [randomUUID(), dice.between(1, 60)];
      await atOnce(dice.chance(0.4) ? 3 : 1, () => spend(world, person, bizId, amount));
    },
  },
  "spend everything at once": {
    weight: 2,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const { status, data } = await person.get("/api/credits/balance");
      const free = status === 200 ? (data!.availableCredits as number) : 0;
      // Requests more than the balance in parts; some must be refused.
      await atOnce(4, () => spend(world, person, randomUUID(), Math.max(1, Math.ceil(free / 3))));
    },
  },
  "a job": {
    weight: 5,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const [bizId, amount] = [randomUUID(), dice.between(1, 40)];
      if (!(await reserve(world, person, bizId, amount))) return;
      const used = dice.between(1, amount);
      const ends = [() => finish(world, person, bizId, used), () => release(world, person, bizId)];
      // Commit, release, both at once, one of them twice, or none, so that the lease ends.
      const chosen = dice.pick([[ends[0]!], [ends[1]!], ends, [ends[0]!, ends[0]!], [ends[1]!, ends[1]!], []]);
      await Promise.all(chosen.map((end) => end()));
    },
  },
  "a job that fails": {
    weight: 3,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const [bizId, amount] = [randomUUID(), dice.between(2, 60)];
      await spend(world, person, bizId, amount);
      const [part, one, other] = [dice.between(1, amount), randomUUID(), randomUUID()];
      const parts = [[part, one] as const, [part, one] as const, [dice.between(1, amount), other] as const];
      const whole = [[null, one] as const, [part, other] as const, [null, one] as const];
      const asked = dice.chance(0.5) ? parts : whole;
      await Promise.all(asked.map(([given, key]) => giveBack(world, person, bizId, given, key)));
    },
  },
  "look at the balance": {
    weight: 2,
    play: async (world, dice) => {
      const { status, data } = await dice.pick(world.buyers).get("/api/credits/balance");
      if (status !== 200) return;
      const { totalCredits, frozenCredits, reservedCredits, availableCredits } = data as Record<string, number>;
      if (totalCredits! < frozenCredits! + reservedCredits! || availableCredits! < 0)
        world.findings.violate("answer", `a balance that cannot be: ${JSON.stringify(data).slice(0, 200)}`);
    },
  },
  "a crowd releases one job": {
    weight: 1,
    play: async (world, dice) => {
      const buyer = await aBuyerWithCredits(world, dice);
      if (!buyer) return;
      const { person } = buyer;
      const [one, other] = [randomUUID(), randomUUID()];
      // Both hold part of the same lot, so what is given back twice is the other's.
      if (!(await reserve(world, person, other, 50)) || !(await reserve(world, person, one, 20))) return;
      let crowd: Promise<unknown> = Promise.resolve();
      await world.database.holding(
        "select from ums_credit_lot where member_id = $1 for update",
        [person.id],
        async () => {
          crowd = atOnce(4, () => release(world, person, one));
          // All have read the reservation as held and wait for the lock.
          await until(async () => (await world.database.waiting()) >= 2, 3_000);
        },
      );
      await crowd;
    },
  },
};
