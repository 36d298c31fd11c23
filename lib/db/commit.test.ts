import { describe, expect, test } from "vitest";
import { count, query, useDatabase } from "../testing/database.ts";
import { commit, CommitConflict, retryOnConflict, statementOf, type Part } from "./commit.ts";
import { sql } from "./sql.ts";

useDatabase();

const now = new Date("2026-03-01T04:00:00.000Z");

const member = (email: string): Part => ({
  name: "new_member",
  rows: 1,
  sql: sql`insert into ums_member (email, password_hash, name, create_time) values (${email}, 'x', '某人', ${now}) returning id, create_time`,
});

const renamed = (email: string, rows: Part["rows"]): Part => ({
  name: "renamed",
  rows,
  sql: sql`update ums_member set name = '新名' where email = ${email} returning id`,
});

describe("a commit", () => {
  test("is one statement; a later part may use the rows of an earlier one", async () => {
    const touched = await commit([
      member("a@example.com"),
      {
        name: "audit",
        rows: 1,
        sql: sql`insert into sys_audit_log (actor, action, target) select 'cron', 'TEST', id::text from new_member returning id, target`,
      },
    ]);
    expect(touched.new_member).toEqual([{ id: 1, create_time: "2026-03-01T04:00:00+00:00" }]);
    expect(touched.audit).toEqual([{ id: 1, target: "1" }]);
    const [rows] = await query<{ same: boolean }>("select m.xmin = a.xmin as same from ums_member m, sys_audit_log a");
    expect(rows).toEqual({ same: true });
  });

  test("undoes everything when a part finds fewer rows than it must, and names the part", async () => {
    const attempt = commit([member("a@example.com"), renamed("nobody@example.com", 1)]);
    await expect(attempt).rejects.toEqual(new CommitConflict("renamed"));
    expect(await count("ums_member")).toBe(0);
  });

  test("undoes everything when a part finds more rows than it must", async () => {
    await commit([member("a@example.com")]);
    await expect(commit([renamed("a@example.com", 0), member("b@example.com")])).rejects.toEqual(
      new CommitConflict("renamed"),
    );
    expect(await query("select email, name from ums_member")).toEqual([{ email: "a@example.com", name: "某人" }]);
  });

  test("does not mind what an `any` part finds", async () => {
    const touched = await commit([member("a@example.com"), renamed("nobody@example.com", "any")]);
    expect(touched.renamed).toEqual([]);
    expect(await count("ums_member")).toBe(1);
  });

  test("calls broken uniqueness a conflict and names the constraint", async () => {
    await commit([member("a@example.com")]);
    await expect(commit([member("a@example.com")])).rejects.toEqual(new CommitConflict("ums_member_email_key"));
  });

  test("lets any other refusal of the database through", async () => {
    await expect(commit([member("Not-Lower@example.com")])).rejects.toMatchObject({ code: "23514" });
  });

  test.each([
    ["no parts", [], "a commit has parts"],
    ["two parts of one name", [member("a@example.com"), member("b@example.com")], "one part of each name"],
    ["a name that could be SQL", [{ ...member("a@example.com"), name: "x; drop table" }], "named like a table"],
  ])("refuses %s", (_, parts, words) => {
    expect(() => statementOf(parts)).toThrow(words);
  });

  test("goes again by itself when the database broke a deadlock", async () => {
    // Raises a deadlock for the first two inserts; the sequence survives what is rolled back.
    await query(`create sequence tries; create function planted() returns trigger language plpgsql as $$
      begin if nextval('tries') <= 2 then raise exception using errcode = '40P01'; end if; return new; end $$;
      create trigger planted before insert on ums_member for each row execute function planted()`);
    await commit([member("a@example.com")]);
    const [tries] = await query<{ last_value: bigint }>("select last_value from tries");
    expect(tries).toEqual({ last_value: 3n });
    await query("drop trigger planted on ums_member; drop function planted; drop sequence tries");
  });
});

describe("a deadlock that does not end", () => {
  test("is a BUSY, never a fault of ours", async () => {
    await query(`create function planted() returns trigger language plpgsql as $$
      begin raise exception using errcode = '40P01'; end $$;
      create trigger planted before insert on ums_member for each row execute function planted()`);
    await expect(commit([member("b@example.com")])).rejects.toMatchObject({ code: "BUSY", facts: { retryAfter: 1 } });
    await query("drop trigger planted on ums_member; drop function planted");
  });
});

describe("load, decide, commit again", () => {
  test("until it fits", async () => {
    let tries = 0;
    const unit = () =>
      Promise.resolve().then(() => ((tries += 1) < 3 ? Promise.reject(new CommitConflict("moved")) : tries));
    expect(await retryOnConflict(unit)).toBe(3);
  });

  test("a bounded number of times, the last one announced, and then it says so", async () => {
    const lastTries: boolean[] = [];
    const unit = (isLastTry: boolean) => Promise.reject(new CommitConflict(`moved ${lastTries.push(isLastTry)}`));
    await expect(retryOnConflict(unit)).rejects.toMatchObject({ code: "BUSY", facts: { detail: "moved 8" } });
    expect(lastTries).toEqual([false, false, false, false, false, false, false, true]);
  });

  test("never for anything but a conflict", async () => {
    let tries = 0;
    const unit = () => Promise.reject(new Error(`broken ${(tries += 1)}`));
    await expect(retryOnConflict(unit)).rejects.toThrow("broken 1");
  });
});
