// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { describe, expect, test } from "vitest";
import { identifyMember } from "../../lib/accounts/identify-member.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { saveCustomer } from "../../lib/accounts/save-customer.ts";
import { identityOf } from "../../lib/contracts/identity.ts";
import { aMember, closeAccount } from "../../lib/testing/builders.ts";
import { count, overtake, query, useDatabase } from "../../lib/testing/database.ts";
import { memberOf, outcomeOf, ProviderBrowser, throughProvider, useProductProvider } from "../../lib/testing/oidc.ts";
import { type ProductUser } from "../../lib/testing/openid-provider.ts";
import { aNewAddress, doorOf, signIn } from "../../lib/testing/sign-in.ts";

// docs/rules.md R160, R161.

const provider = useProductProvider();
useDatabase();

const ADA: ProductUser = { sub: "u-ada", email: "Ada@Example.com", email_verified: true, name: "阿达" };
const BEN: ProductUser = { sub: "u-ben", email: "ben@example.com", email_verified: false, name: "阿本" };

const aBrowser = (from = aNewAddress()) => new ProviderBrowser(from);

/** Comes as this user of the product, from a browser of their own: the id of the member; or why they are not let in. */
async function come(user: ProductUser, browser = aBrowser()): Promise<number | string> {
  provider.user = user;
  return outcomeOf(await browser.signIn(), browser);
}

const members = () =>
  query(
    "select id::int, email, name, password_hash as password, email_confirm_time is not null as sure from ums_member",
  );
const identities = () => query("select subject, member_id::int as member from ums_identity order by member_id");
const customers = () =>
  query("select external_id as id, member_id::int as member from ums_customer order by member_id");
const withAddress = async (email: string) => {
  const id = await aMember();
  await query("update ums_member set email = $2 where id = $1", [id, email]);
  return Number(id);
};

describe("somebody of the product", () => {
  test("of whom nothing is said but a number is let in", async () => {
    const id = await come({ sub: "u-bare" });
    expect([id, await come({ sub: "u-bare" })]).toEqual([1, 1]);
    expect(await members()).toMatchObject([{ id: 1, email: null, sure: false }]);
  });

  test("comes for the first time, and finds the same account the next time, and from another browser", async () => {
    provider.user = ADA;
    const browser = aBrowser();
    const answer = await browser.signIn("/orders?status=0");
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "http://localhost:3000/orders?status=0"]);
    expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith("zhangfang.session="))).toMatch(
      /; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect(await memberOf(browser)).toBe(1);
    expect(await members()).toEqual([{ id: 1, email: "ada@example.com", name: "阿达", password: null, sure: true }]);
    expect(await come(ADA, browser)).toBe(1);
    expect(await come(ADA)).toBe(1);
    expect([await identities(), await customers()]).toEqual([
      [{ subject: "u-ada", member: 1 }],
      [{ id: "u-ada", member: 1 }],
    ]);
    const own = await knock(await doorOf("GET /api/account/export"), { headers: { cookie: browser.cookie } });
    expect(own.json.data).toMatchObject({ account: { identities: [{ issuer: provider.issuer, subject: "u-ada" }] } });
    // Signing in anew ended the session that the first browser had (decision 30).
    expect(await count("ums_member_session", "ended_time is null")).toBe(2);
    // The back end's word for them is the same member.
    expect(await saveCustomer("u-ada", { name: "阿达" }, { now: new Date(), actor: "service:1" })).toBe(false);
  });

  test("is the customer whom its back end has named, with all that they have", async () => {
    await saveCustomer("u-ada", { email: "else@example.com" }, { now: new Date(), actor: "service:1" });
    expect(await come(ADA)).toBe(1);
    expect([await count("ums_member"), await identities()]).toEqual([1, [{ subject: "u-ada", member: 1 }]]);
    expect(await query("select action, detail ->> 'by' as by from sys_audit_log")).toEqual([
      { action: "IDENTITY_LINKED", by: "customer" },
    ]);
  });

  test("is the member whose confirmed address they have, and its back end then finds that one", async () => {
    const id = await withAddress("ada@example.com");
    expect(await come(ADA)).toBe(id);
    expect([await count("ums_member"), await customers()]).toEqual([1, [{ id: "u-ada", member: id }]]);
  });

  test("has no address of ours while the provider has not verified it, and no customer id where it can be none", async () => {
    expect(await come({ ...BEN, sub: "auth0|17" })).toBe(1);
    expect(await members()).toMatchObject([{ email: null, name: "阿本" }]);
    expect([await identities(), await customers()]).toEqual([[{ subject: "auth0|17", member: 1 }], []]);
  });

  test("of two with one address the second is somebody else, without it", async () => {
    expect(await come(ADA)).toBe(1);
    expect(await come({ ...ADA, sub: "u-ada-2" })).toBe(2);
    expect(await members()).toMatchObject([{ email: "ada@example.com" }, { email: null }]);
    const named = Number(await withAddress("carol@example.com"));
    await query("insert into ums_customer (external_id, member_id) values ('u-carol', $1)", [named]);
    expect(await come({ ...ADA, sub: "u-carol-2", email: "carol@example.com" })).toBe(4);
  });

  test("is let in to no closed account, whoever closed it", async () => {
    expect(await come(ADA)).toBe(1);
    await closeAccount(1n);
    expect(await come(ADA)).toBe("closed");
    await withAddress("shut@example.com");
    await query("update ums_member set status = 'DISABLED' where email = 'shut@example.com'");
    expect(await come({ ...ADA, sub: "u-shut", email: "shut@example.com" })).toBe("closed");
    expect(await count("ums_identity")).toBe(1);
  });
});

describe("nobody gets another one's account", () => {
  test("A111 by an address that the provider has not verified", async () => {
    const id = await withAddress("ben@example.com");
    for (const [i, isVerified] of [false, undefined, "true", 1].entries())
      expect(await come({ ...BEN, sub: `u-ben-${i}`, email_verified: isVerified })).not.toBe(id);
    expect(await count("ums_identity", "member_id = $1", [id])).toBe(0);
  });

  test("A111 by registering somebody's address before they come", async () => {
    const password = "correct horse battery";
    const stranger = Number(await registerAccount({ email: "ada@example.com", password }, new Date()));
    const ada = await come(ADA);
    expect(ada).not.toBe(stranger);
    expect(await count("ums_identity", "member_id = $1", [stranger])).toBe(0);
    // The password of before opens the stranger's own account, and the address is in no other.
    const answer = await signIn({ email: "ada@example.com", password });
    expect(answer.status).toBe(200);
    expect(await query("select email from ums_member where id = $1", [ada])).toEqual([{ email: null }]);
  });

  test("A112 of whoever works at the desk: by the address, by the customer id, or because they got a role later", async () => {
    const staff = await withAddress("ada@example.com");
    await query("update ums_member set role = 'SUPPORT', password_hash = 'scrypt$' where id = $1", [staff]);
    expect(await come(ADA)).toBe("staff");
    await query("insert into ums_customer (external_id, member_id) values ('u-boss', $1)", [staff]);
    expect(await come({ ...ADA, sub: "u-boss", email_verified: false })).toBe("staff");
    expect([await count("ums_identity"), await count("ums_member")]).toEqual([0, 1]);
    await query("update ums_member set role = 'MEMBER' where id = $1", [staff]);
    expect(await come({ ...ADA, sub: "u-boss" })).toBe(staff);
    await query("update ums_member set role = 'FINANCE' where id = $1", [staff]);
    expect(await come({ ...ADA, sub: "u-boss" })).toBe("staff");
  });
});

describe("at the same moment", () => {
  const ada = () => identityOf({ ...ADA, iss: provider.issuer })!;
  const known = async (found: ReturnType<typeof identifyMember>) => Number(((await found) as { id: bigint }).id);

  test("two who come back for the first time are one member", async () => {
    provider.user = ADA;
    const browsers = [aBrowser(), aBrowser(), aBrowser()];
    const ways = await Promise.all(browsers.map(async (one) => throughProvider((await one.setOut()).url)));
    const answers = await Promise.all(browsers.map((one, i) => one.comeBack(ways[i]!)));
    const found = await Promise.all(answers.map((answer, i) => outcomeOf(answer, browsers[i]!)));
    expect(new Set(found).size).toBe(1);
    expect([await count("ums_member"), await count("ums_identity"), await count("ums_customer")]).toEqual([1, 1, 1]);
  });

  test("its back end names the customer first, while they come", async () => {
    const named = `with m as (insert into ums_member (name) values ('小安') returning id)
      insert into ums_customer (external_id, member_id) select 'u-ada', id from m`;
    const id = await overtake(named, () => known(identifyMember({ ...ada(), email: null }, new Date())));
    expect([await count("ums_member"), await identities()]).toEqual([1, [{ subject: "u-ada", member: id }]]);
  });

  test("whoever becomes one of the desk meanwhile is not linked", async () => {
    const id = await withAddress("ada@example.com");
    const promote = `update ums_member set role = 'ADMIN', password_hash = 'scrypt$' where id = ${id}`;
    expect(await overtake(promote, () => identifyMember(ada(), new Date()))).toEqual({ refused: "staff" });
    expect(await count("ums_identity")).toBe(0);
  });

  test("two users with one confirmed address: one is linked to it", async () => {
    const id = await withAddress("ada@example.com");
    const found = await Promise.all(
      ["auth0|1", "auth0|2", "auth0|3"].map((subject) => known(identifyMember({ ...ada(), subject }, new Date()))),
    );
    expect(found.filter((one) => one === id)).toHaveLength(1);
  });

  /** Another process lets the same one in first; whoever wants to write meanwhile waits, whatever keys there are. */
  const first = () => `lock table ums_identity in share row exclusive mode;
    with m as (insert into ums_member (name) values ('先') returning id)
    insert into ums_identity (issuer, subject, member_id) select '${provider.issuer}', 'auth0|1', id from m`;
  const second = () => identifyMember({ ...ada(), subject: "auth0|1" }, new Date());

  test("somebody is let in by another process first: they are the one that it has made", async () => {
    const id = await overtake(first(), () => known(second()));
    expect([await count("ums_member"), await identities()]).toEqual([1, [{ subject: "auth0|1", member: id }]]);
  });

  test("control: without the key of the table they would be two", async () => {
    await query("alter table ums_identity drop constraint ums_identity_pkey");
    try {
      await overtake(first(), second);
      expect([await count("ums_member"), await count("ums_identity")]).toEqual([2, 2]);
    } finally {
      await query("delete from ums_identity");
      await query("alter table ums_identity add constraint ums_identity_pkey primary key (issuer, subject)");
    }
  });
});
