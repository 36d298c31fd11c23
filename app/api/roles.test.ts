import { readFile } from "node:fs/promises";
import { beforeEach, expect, test, vi } from "vitest";
import type { MemberRole } from "../../lib/core/roles.ts";
import { aMember } from "../../lib/testing/builders.ts";
import { useDatabase } from "../../lib/testing/database.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { furnish, type Premises } from "../../lib/testing/premises.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

vi.stubEnv("MAX_OPEN_ORDERS", "1000");
useSandbox();
useDatabase();
useWriteCount();
beforeEach(() => setAlipayClock(new Date()));

const STAFF = ["SUPPORT", "FINANCE", "ADMIN"] as const satisfies readonly MemberRole[];

/** The table of docs/roles.md: which roles each endpoint lets in. */
async function written(): Promise<Record<string, string[]>> {
  const text = await readFile(new URL("../../docs/roles.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([^`]+)` \|(.*)\|(.*)\|(.*)\|$/gm)];
  return Object.fromEntries(
    rows.map(([, name, ...cells]) => [name!, STAFF.filter((_, i) => cells[i]!.trim() === "yes")]),
  );
}

/** Whether somebody of this role is let in with a good request. Who is not has written nothing. */
async function isLetIn(door: Door, role: MemberRole, premises: Premises): Promise<boolean> {
  const good = (await DOOR_BOOK[door.name]!.good?.(premises, "admin")) ?? {};
  const headers = await signedInAs(await aMember({ role }));
  const before = await rowsWritten();
  const answer = await knock(door, { ...good, headers: { ...good.headers, ...headers } });
  if (answer.status !== 403) {
    expect([door.name, role, answer.status]).toEqual([door.name, role, 200]);
    return true;
  }
  expect(answer.json.error).toBe("FORBIDDEN");
  expect(await rowsWritten(), `${door.name} wrote something for ${role}`).toBe(before);
  return false;
}

test("the desk lets each role in where docs/roles.md says so, and nowhere else", async () => {
  const [doors, premises] = [await findDoors(), await furnish()];
  const found: Record<string, string[]> = {};
  for (const door of doors.filter(({ path }) => path.startsWith("/api/admin/"))) {
    const roles: string[] = [];
    for (const role of STAFF) if (await isLetIn(door, role, premises)) roles.push(role);
    found[door.name] = roles;
  }
  expect(found).toEqual(await written());
}, 120_000);
