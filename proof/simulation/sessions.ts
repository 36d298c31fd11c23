import { hashPassword } from "../../lib/accounts/passwords.ts";
import { Person } from "./person.ts";
import { atOnce, type Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

const PASSWORD = "the first password";

/** A member with a password, signed in with two browsers. */
async function inTwoBrowsers({ database, front, findings }: World): Promise<[Person, Person]> {
  const sessions = await database.ask<{ id: string; member_id: string }>(
    `with member as (insert into ums_member (email, password_hash, name) values (gen_random_uuid() || '@example.com', $1, '模拟') returning id)
     insert into ums_member_session (id, member_id, user_agent, expire_time)
       select gen_random_uuid()::text, id, '模拟', now() + interval '7 days' from member, generate_series(1, 2) returning id, member_id`,
    [await hashPassword(PASSWORD)],
  );
  const [one, other] = sessions.map(({ id, member_id }) => Person.signIn(BigInt(member_id), id, front.url, findings));
  return [await one!, await other!];
}

/** Once it is answered that the others are out, they are, on both instances; the one that asked is in. */
async function expectAlone({ findings }: World, asker: Person, other: Person): Promise<void> {
  const statuses = async (person: Person) =>
    (await atOnce(4, () => person.get("/api/credits/balance"))).map(({ status }) => status);
  const [out, within] = [await statuses(other), await statuses(asker)];
  if (out.includes(200))
    findings.violate("answer", `member ${other.id}: a browser that was signed out reads the balance`);
  if (within.includes(401)) findings.violate("answer", `member ${asker.id}: signed out by its own request`);
}

export const SESSIONS: Repertoire = {
  "sign out everywhere": {
    weight: 2,
    play: async (world) => {
      const [asker, other] = await inTwoBrowsers(world);
      const { status } = await asker.post("/api/account/sign-out-everywhere");
      if (status === 200) await expectAlone(world, asker, other);
    },
  },
  "change the password": {
    weight: 2,
    play: async (world) => {
      const [asker, other] = await inTwoBrowsers(world);
      const body = { currentPassword: PASSWORD, newPassword: "the second password" };
      // Of two at once one is refused, because the password is no longer the one that it names.
      const answers = await atOnce(2, () => asker.post("/api/account/change-password", body));
      const changed = answers.filter(({ status }) => status === 200).length;
      if (changed > 1)
        world.findings.violate("answer", `member ${asker.id}: the password was changed twice from the same`);
      if (changed === 1) await expectAlone(world, asker, other);
    },
  },
};
