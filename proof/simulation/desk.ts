import { randomUUID } from "node:crypto";
import { aBuyerWithCredits, order } from "./buying.ts";
import type { Dice } from "../../scripts/dice.ts";
import type { Answer, Person } from "./person.ts";
import { atOnce, insist, type Repertoire } from "./scene.ts";
import { newPerson, type World } from "./world.ts";

const REASON = "模拟";
/** More than one admin may give alone within a day (docs/rules.md R105). */
const NEEDS_TWO = 10_001;

interface Pack {
  readonly id: number;
  readonly price: number;
  readonly version: number;
  readonly status: string;
}

async function packs(admin: Person): Promise<readonly Pack[]> {
  const { status, data } = await admin.get("/api/admin/products");
  return status === 200 ? (data!.list as Pack[]) : [];
}

/** The pack's next version, or none where another admin was first. */
function change(admin: Person, { id, version }: Pack, body: object): Promise<Answer> {
  return admin.patch(`/api/admin/products/${id}`, { ...body, version, reason: REASON });
}

interface Gift {
  readonly origin: "GIFT" | "CORRECTION";
  readonly amount: number;
}

/** An admin gives or takes; the same key again where the answer is lost. */
async function adjust({ promises }: World, admin: Person, member: Person, gift: Gift): Promise<Answer> {
  const key = randomUUID();
  const body = { ...gift, reason: REASON };
  const answer = await insist(() => admin.post(`/api/admin/members/${member.id}/credits`, body, { key }));
  if (answer.status === 200) promises.adjustments.set(answer.data!.id as number, { memberId: member.id, ...gift });
  return answer;
}

/** All admins but the one who asked, at the same moment. */
async function decide({ admins }: World, dice: Dice, member: Person, adjustmentId: number): Promise<void> {
  const path = `/api/admin/members/${member.id}/credits/${adjustmentId}`;
  const verdicts = admins.map((admin) => ({ admin, verdict: dice.pick(["approve", "approve", "reject"] as const) }));
  await Promise.all(verdicts.map(({ admin, verdict }) => admin.post(path, { verdict, reason: REASON })));
}

/** What staff do beside refunds. */
export const DESK: Repertoire = {
  "admins change a price while somebody buys": {
    weight: 2,
    play: async (world, dice) => {
      const pack = (await packs(world.admins[0]!)).find(({ id }) => id === world.catalog.small);
      if (!pack) return;
      const changing = () =>
        Promise.all(world.admins.map((admin) => change(admin, pack, { price: dice.between(980, 1_000) / 100 })));
      const person = dice.pick(world.buyers);
      const [made] = await Promise.all([order(world, person, dice, "small"), changing()]);
      if (made) await world.alipay.buy(made.payUrl, person.id);
    },
  },
  "a pack leaves the shop and comes back": {
    weight: 1,
    play: async (world) => {
      const [admin] = world.admins;
      const pack = (await packs(admin!)).find(({ id }) => id === world.catalog.huge);
      if (pack) await change(admin!, pack, { status: pack.status === "ON_SALE" ? "OFF_SALE" : "ON_SALE" });
    },
  },
  "an admin gives and takes credits": {
    weight: 3,
    play: async (world, dice) => {
      const member = dice.pick(world.buyers);
      const given = () =>
        adjust(world, dice.pick(world.admins), member, { origin: "GIFT", amount: dice.between(1, 50) });
      const taken = () =>
        adjust(world, dice.pick(world.admins), member, { origin: "CORRECTION", amount: -dice.between(1, 50) });
      await Promise.all(dice.chance(0.5) ? [given(), taken(), taken()] : [dice.chance(0.5) ? given() : taken()]);
    },
  },
  "two admins give many credits": {
    weight: 1,
    play: async (world, dice) => {
      const member = await newPerson(world);
      const asked = await adjust(world, world.admins[0]!, member, { origin: "GIFT", amount: NEEDS_TWO });
      if (asked.status === 200) await decide(world, dice, member, asked.data!.id as number);
    },
  },
  "staff close an order while it is paid": {
    weight: 2,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const made = await order(world, person, dice);
      if (!made) return;
      const close = async () => {
        const path = `/api/admin/orders/${made.orderSn}/close`;
        const { status } = await dice.pick(world.admins).post(path, { reason: REASON });
        if (status === 200) world.promises.cancelled.add(made.orderSn);
      };
      const pay = () => (dice.chance(0.6) ? world.alipay.buy(made.payUrl, person.id) : null);
      await Promise.all([close(), pay()]);
    },
  },
  "an account is closed while its member acts": {
    weight: 1,
    play: async (world, dice) => {
      const buyer = await aBuyerWithCredits(world, dice);
      if (!buyer) return;
      const { person, orderSn } = buyer;
      const path = `/api/admin/members/${person.id}/status`;
      const act = (status: string) => atOnce(2, () => dice.pick(world.admins).post(path, { status, reason: REASON }));
      const spend = async () => {
        const bizId = randomUUID();
        const { status } = await person.post("/api/credits/consume", { amount: 5, bizId, reason: "生成图片" });
        world.promises.spend(person.id, bizId, 5, status);
      };
      const askBack = () => person.post(`/api/payment/refund/${orderSn}`, { reason: "不需要了" });
      await Promise.all([act("closed"), spend(), spend(), dice.chance(0.5) ? askBack() : null]);
      await act("open");
    },
  },
  "roles change while their holders act": {
    weight: 1,
    play: async (world, dice) => {
      const [one, other] = await atOnce(2, () => newPerson(world, "ADMIN"));
      const demote = (admin: Person, whom: Person) =>
        admin.post(`/api/admin/members/${whom.id}/role`, { role: dice.pick(["SUPPORT", "FINANCE"]), reason: REASON });
      await Promise.all([demote(one!, other!), demote(other!, one!)]);
      const roles = await world.database.ask<{ role: string }>("select role::text from ums_member where id = any($1)", [
        [one!.id, other!.id],
      ]);
      if (roles.every(({ role }) => role !== "ADMIN"))
        world.findings.violate("answer", `two admins removed each other: ${one!.id}, ${other!.id}`);
    },
  },
};
