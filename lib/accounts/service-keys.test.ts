import { beforeEach, describe, expect, test } from "vitest";
import { after, HOUR_MS } from "../core/time.ts";
import { aMember, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { createServiceKey } from "./create-service-key.ts";
import { listServiceKeys } from "./list-service-keys.ts";
import { revokeServiceKey } from "./revoke-service-key.ts";
import { rotateServiceKey } from "./rotate-service-key.ts";
import { verifyServiceKey } from "./verify-service-key.ts";

useDatabase();

let adminId: bigint;
beforeEach(async () => {
  adminId = await aMember({ role: "ADMIN" });
});

const context = (minute = 0) => contextAt(at(minute), `admin:${adminId}`);
const create = (name = "画图服务", expireTime?: string) =>
  createServiceKey(adminId, { name, scopes: ["read", "credits"], expireTime }, context());
const rotate = (keyId: number, overlapHours: number, minute: number) =>
  rotateServiceKey(adminId, { keyId: BigInt(keyId), overlapHours }, context(minute));
const lastUses = async () => (await listServiceKeys()).map(({ lastUsedTime }) => lastUsedTime);

describe("a service key", () => {
  test("is shown once, and nowhere stored but for its beginning", async () => {
    const { key } = await create();
    expect(key).toMatch(/^zfk_[\w-]{43}$/);
    const [stored] = await query<object>(
      "select to_jsonb(k) as row, (select jsonb_agg(a) from sys_audit_log a) as audit from sys_service_key k",
    );
    expect(JSON.stringify(stored)).not.toContain(key.slice(4));
    expect(await listServiceKeys()).toEqual([
      {
        ...{ id: 1, name: "画图服务", prefix: key.slice(0, 10), scopes: ["read", "credits"], createdBy: "测试" },
        ...{ createTime: at(0).toISOString(), lastUsedTime: null, expireTime: null, revokedTime: null },
        isReplaced: false,
      },
    ]);
  });

  test("opens, until it is revoked", async () => {
    const { id, key } = await create();
    expect(await verifyServiceKey(key, at(0))).toMatchObject({ id: BigInt(id), scopes: ["read", "credits"] });
    await revokeServiceKey(BigInt(id), context(1));
    expect(await verifyServiceKey(key, at(1))).toBeNull();
    expect(await listServiceKeys()).toMatchObject([{ revokedTime: at(1).toISOString() }]);
  });

  test("opens until it expires, to the millisecond; an expiry that is past is refused", async () => {
    const { key } = await create("短期", at(10).toISOString());
    expect(await verifyServiceKey(key, after(at(10), -1))).not.toBeNull();
    expect(await verifyServiceKey(key, at(10))).toBeNull();
    await expect(create("过期", at(0).toISOString())).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  });

  test("notes its last use, at most once a minute", async () => {
    const { key } = await create();
    await verifyServiceKey(key, at(1));
    await verifyServiceKey(key, after(at(2), -1));
    expect(await lastUses()).toEqual([at(1).toISOString()]);
    await Promise.all([at(2), at(2), at(2)].map((now) => verifyServiceKey(key, now)));
    expect(await lastUses()).toEqual([at(2).toISOString()]);
  });

  test("that another replaces lives on for as long as was said, and is replaced once", async () => {
    const old = await create();
    const fresh = await rotate(old.id, 24, 5);
    expect(fresh.name).toBe("画图服务");
    const end = after(at(5), 24 * HOUR_MS);
    expect(await verifyServiceKey(old.key, after(end, -1))).not.toBeNull();
    expect(await verifyServiceKey(old.key, end)).toBeNull();
    expect(await verifyServiceKey(fresh.key, end)).toMatchObject({ scopes: ["read", "credits"] });
    expect(await listServiceKeys()).toMatchObject([
      { isReplaced: false, expireTime: null },
      { isReplaced: true, expireTime: end.toISOString() },
    ]);
    await expect(rotate(old.id, 0, 6)).rejects.toMatchObject({ code: "KEY_NOT_ROTATABLE" });
  });

  test("that is replaced at once opens nothing any more; one that has ended, or never was, is not replaced", async () => {
    const old = await create();
    await rotate(old.id, 0, 5);
    expect(await verifyServiceKey(old.key, at(5))).toBeNull();
    const short = await create("短期", at(10).toISOString());
    await rotate(short.id, 24, 6);
    expect(await verifyServiceKey(short.key, at(10)), "an expiry is not put off").toBeNull();
    const dead = await create("已停");
    await revokeServiceKey(BigInt(dead.id), context());
    await expect(rotate(dead.id, 24, 11)).rejects.toMatchObject({ code: "KEY_NOT_ROTATABLE" });
    await expect(rotate(999, 24, 11)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("revoked twice, or never made, is not found", async () => {
    const { id } = await create();
    await revokeServiceKey(BigInt(id), context());
    await expect(revokeServiceKey(BigInt(id), context())).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeServiceKey(999n, context())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of two, one is revoked and the other opens", async () => {
    const [one, two] = [await create("一"), await create("二")];
    await revokeServiceKey(BigInt(one.id), context());
    expect(await verifyServiceKey(two.key, at(0))).toMatchObject({ name: "二" });
  });

  test.each(["", "zfk_", `zfk_${"A".repeat(43)}`, `zfk_${"A".repeat(44)}`, "密钥", "' or '1'='1"])(
    "%j opens nothing",
    async (text) => {
      await create();
      expect(await verifyServiceKey(text, at(0))).toBeNull();
    },
  );

  test("leaves a line for each act, with the admin's name", async () => {
    const { id } = await create();
    await rotate(id, 1, 1);
    await revokeServiceKey(BigInt(id), context());
    expect(await query("select actor, action, target from sys_audit_log order by id")).toEqual([
      { actor: `admin:${adminId}`, action: "SERVICE_KEY_CREATED", target: "画图服务" },
      { actor: `admin:${adminId}`, action: "SERVICE_KEY_ROTATED", target: String(id) },
      { actor: `admin:${adminId}`, action: "SERVICE_KEY_REVOKED", target: String(id) },
    ]);
  });
});

test("a key of before the scopes, or made by an old release, may spend and nothing else", async () => {
  await query("insert into sys_service_key (name, key_hash, created_by) values ('旧', 'x', $1)", [adminId]);
  expect(await listServiceKeys()).toMatchObject([{ scopes: ["credits"], prefix: null, expireTime: null }]);
  const wrong = "update sys_service_key set scopes = $1";
  for (const scopes of [[], ["admin"], ["read", null]])
    await expect(query(wrong, [scopes])).rejects.toThrow("sys_service_key_scopes_check");
});
