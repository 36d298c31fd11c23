import { beforeEach, describe, expect, test } from "vitest";
import { aMember, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { createServiceKey } from "./create-service-key.ts";
import { listServiceKeys } from "./list-service-keys.ts";
import { revokeServiceKey } from "./revoke-service-key.ts";
import { verifyServiceKey } from "./verify-service-key.ts";

useDatabase();

let adminId: bigint;
beforeEach(async () => {
  adminId = await aMember({ role: "ADMIN" });
});

const context = (minute = 0) => contextAt(at(minute), `admin:${adminId}`);
const create = (name = "画图服务") => createServiceKey(adminId, { name }, context());

describe("a service key", () => {
  test("is shown once, and nowhere stored", async () => {
    const { key } = await create();
    expect(key).toMatch(/^zfk_[\w-]{43}$/);
    const [stored] = await query<object>(
      "select to_jsonb(k) as row, (select jsonb_agg(a) from sys_audit_log a) as audit from sys_service_key k",
    );
    expect(JSON.stringify(stored)).not.toContain(key.slice(4));
    expect(await listServiceKeys()).toEqual([
      { id: 1, name: "画图服务", createdBy: "测试", createTime: at(0).toISOString(), revokedTime: null },
    ]);
  });

  test("opens, until it is revoked", async () => {
    const { id, key } = await create();
    expect(await verifyServiceKey(key)).toEqual({ id: BigInt(id), name: "画图服务" });
    await revokeServiceKey(BigInt(id), context(1));
    expect(await verifyServiceKey(key)).toBeNull();
    expect(await listServiceKeys()).toMatchObject([{ revokedTime: at(1).toISOString() }]);
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
    expect(await verifyServiceKey(two.key)).toMatchObject({ name: "二" });
  });

  test.each(["", "zfk_", `zfk_${"A".repeat(43)}`, `zfk_${"A".repeat(44)}`, "密钥", "' or '1'='1"])(
    "%j opens nothing",
    async (text) => {
      await create();
      expect(await verifyServiceKey(text)).toBeNull();
    },
  );

  test("leaves a line for each act, with the admin's name", async () => {
    const { id } = await create();
    await revokeServiceKey(BigInt(id), context());
    expect(await query("select actor, action, target from sys_audit_log order by id")).toEqual([
      { actor: `admin:${adminId}`, action: "SERVICE_KEY_CREATED", target: "画图服务" },
      { actor: `admin:${adminId}`, action: "SERVICE_KEY_REVOKED", target: String(id) },
    ]);
  });
});
