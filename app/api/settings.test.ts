import { expect, test } from "vitest";
import { aMember } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Knock } from "../../lib/testing/doors.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useDatabase();

test("what an admin sets is what everybody reads, and the audit log keeps both states", async () => {
  const doors = new Map((await findDoors()).map((door) => [door.name, door]));
  const headers = await signedInAs(await aMember({ role: "ADMIN" }));
  const ask = async (name: string, how: Knock = {}) => (await knock(doors.get(name)!, how)).json;
  const save = (supportContact: unknown) => ask("PUT /api/admin/settings", { body: { supportContact }, headers });

  expect((await ask("GET /api/support")).data).toEqual({ contact: null });
  expect((await save(" 微信 shop-help ")).data).toEqual({ supportContact: "微信 shop-help" });
  expect((await ask("GET /api/support")).data).toEqual({ contact: "微信 shop-help" });
  for (const bad of ["", "  ", "长".repeat(201), 1]) {
    const { code, issues } = await save(bad);
    expect([code, issues?.[0]?.field]).toEqual([400, "supportContact"]);
  }
  await save(null);
  expect((await ask("GET /api/support")).data).toEqual({ contact: null });
  await Promise.all([save("电话 1"), save("电话 1")]);
  expect(await query("select detail from sys_audit_log where action = 'SETTINGS_SAVED' order by id")).toEqual([
    { detail: { before: { supportContact: null }, after: { supportContact: "微信 shop-help" } } },
    { detail: { before: { supportContact: "微信 shop-help" }, after: { supportContact: null } } },
    { detail: { before: { supportContact: null }, after: { supportContact: "电话 1" } } },
  ]);
});
