import { beforeEach, describe, expect, test } from "vitest";
import { registerBody } from "../contracts/accounts.ts";
import { closeAccount, NOW } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { getAccount } from "./get-account.ts";
import { NOBODYS_HASH, passwordMatches } from "./passwords.ts";
import { registerAccount } from "./register-account.ts";
import { verifyCredentials } from "./verify-credentials.ts";

useDatabase();

const register = (given: object) => registerAccount(registerBody.parse({ password: "正确的密码 123", ...given }), NOW);

describe("registering", () => {
  test("makes an active member; the password is kept as scrypt only", async () => {
    const id = await register({ email: " Li@Example.com " });
    expect(await getAccount(id)).toEqual({
      id,
      email: "li@example.com",
      name: "li",
      role: "MEMBER",
      status: "ACTIVE",
      sessionVersion: 1,
      emailConfirmTime: null,
    });
    const [row] = await query<{ password_hash: string }>("select password_hash from ums_member");
    expect(row!.password_hash).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/);
  });

  test("the same address twice, in whatever case, is taken", async () => {
    await register({ email: "li@example.com" });
    await expect(register({ email: "LI@example.com", name: "别人" })).rejects.toMatchObject({
      code: "EMAIL_TAKEN",
      status: 409,
    });
    expect(await count("ums_member")).toBe(1);
  });

  test("three at once make one account", async () => {
    const results = await Promise.allSettled(Array.from({ length: 3 }, () => register({ email: "li@example.com" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await count("ums_member")).toBe(1);
  });

  test.each([
    { email: "a@x.com,b@y.com" },
    { email: "not an address" },
    { email: "<a@x.com>" },
    { email: "li@example.com", password: "1234567" },
    { email: "li@example.com", name: " " },
    { email: "li@example.com", role: "ADMIN" },
  ])("%j is refused", (given) => {
    expect(registerBody.safeParse({ password: "正确的密码 123", ...given }).success).toBe(false);
  });
});

describe("signing in", () => {
  let id: bigint;
  beforeEach(async () => {
    id = await register({ email: "li@example.com" });
  });

  test("with the right password is the member, however the same characters are composed", async () => {
    expect(await verifyCredentials("li@example.com", "正确的密码 123")).toMatchObject({ id });
    expect(await verifyCredentials("li@example.com", "正确的密码 １２３")).toMatchObject({ id });
  });

  test("with a wrong password, an unknown address or an empty password is nobody", async () => {
    expect(await verifyCredentials("li@example.com", "错误的密码 123")).toBeNull();
    expect(await verifyCredentials("wang@example.com", "正确的密码 123")).toBeNull();
    expect(await verifyCredentials("li@example.com", "")).toBeNull();
  });

  test("into a closed account is nobody, and the session finds nobody either", async () => {
    await closeAccount(id);
    expect(await verifyCredentials("li@example.com", "正确的密码 123")).toBeNull();
    expect(await getAccount(id)).toBeNull();
  });

  test("a stranger's stand-in hash is shaped like a real one and matches nothing", async () => {
    const [row] = await query<{ password_hash: string }>("select password_hash from ums_member");
    expect(NOBODYS_HASH).toHaveLength(row!.password_hash.length);
    expect(await passwordMatches("正确的密码 123", NOBODYS_HASH)).toBe(false);
  });
});

test("an unknown id is nobody", async () => {
  expect(await getAccount(9_999n)).toBeNull();
});
