import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { count, query, useDatabase } from "../testing/database.ts";
import { Commit, type RowCount } from "./commit.ts";
import { CommitConflict, retryOnConflict } from "./conflict.ts";
import { db } from "./database.ts";

useDatabase();

const now = new Date("2026-03-01T04:00:00.123Z");

const member = (email: string) =>
  db.insertInto("umsMember").values({ email, passwordHash: "x", name: "某人", createTime: now });

const renamed = (commit: Commit, email: string, rows?: RowCount) =>
  commit.add("renamed", db.updateTable("umsMember").set({ name: "新名" }).where("email", "=", email), rows);

const audit = (target: string | ReturnType<typeof sql<string>>) =>
  db.insertInto("sysAuditLog").values({ actor: "cron", action: "TEST", target, detail: { some: "thing" } });

describe("a commit", () => {
  test("is one statement, whose later parts use the row of an earlier one", async () => {
    const commit = new Commit("registerAccount");
    const added = commit.addReturning("newMember", member("a@example.com").returning(["id", "createTime", "name"]));
    const noted = commit.addReturning(
      "audit",
      audit(sql<string>`${added.ref("id")}::text`).returning(["target", "detail"]),
    );
    const done = await commit.run();
    expect(done.of(added)).toEqual([{ id: 1n, createTime: now, name: "某人" }]);
    expect(done.one(noted)).toEqual({ target: "1", detail: { some: "thing" } });
    const [rows] = await query<{ same: boolean }>("select m.xmin = a.xmin as same from ums_member m, sys_audit_log a");
    expect(rows).toEqual({ same: true });
  });

  test("gives the rows of one part to another as a table", async () => {
    const commit = new Commit("test");
    const added = commit.add(
      "newMembers",
      db
        .insertInto("umsMember")
        .values(["a@example.com", "b@example.com"].map((email) => ({ email, passwordHash: "x", name: email })))
        .returning(["id", "email"]),
      2,
    );
    const noted = commit.add(
      "audit",
      db
        .insertInto("sysAuditLog")
        .columns(["actor", "action", "target"])
        .expression((eb) =>
          eb
            .selectFrom(added.as("one"))
            .select((one) => [one.val("cron").as("actor"), one.val("TEST").as("action"), "one.email"])
            .orderBy("one.id"),
        ),
      "any",
    );
    const done = await commit.run();
    expect(done.count(noted)).toBe(2);
    expect(await query("select target from sys_audit_log order by id")).toEqual([
      { target: "a@example.com" },
      { target: "b@example.com" },
    ]);
  });

  test("runs its parts in their order, also more of them than the planner puts in order by itself", async () => {
    const targets = Array.from({ length: 20 }, (_, i) => `part ${i}`);
    const commit = new Commit("test");
    for (const target of targets) commit.add("audit", audit(target), "any");
    await commit.run();
    const rows = await query<{ target: string }>("select target from sys_audit_log order by id");
    expect(rows.map(({ target }) => target)).toEqual(targets);
  });

  test("undoes everything when a part finds fewer rows than it must, and says which, what and for whom", async () => {
    const commit = new Commit("renameMember");
    commit.add("newMember", member("a@example.com"));
    renamed(commit, "nobody@example.com");
    const conflict = await commit.run().catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(CommitConflict);
    expect(conflict).toMatchObject({ verb: "renameMember", part: "renamed", found: "wanted 1 rows, touched 0" });
    expect(await count("ums_member")).toBe(0);
  });

  test("undoes everything when a part finds more rows than it must", async () => {
    const first = new Commit("test");
    first.add("newMember", member("a@example.com"));
    await first.run();
    const commit = new Commit("test");
    renamed(commit, "a@example.com", 0);
    commit.add("newMember", member("b@example.com"));
    expect(await commit.attempt()).toBeNull();
    expect(await query("select email, name from ums_member")).toEqual([{ email: "a@example.com", name: "某人" }]);
  });

  test("does not mind what an `any` part finds", async () => {
    const commit = new Commit("test");
    commit.add("newMember", member("a@example.com"));
    const none = renamed(commit, "nobody@example.com", "any");
    expect((await commit.run()).count(none)).toBe(0);
    expect(await count("ums_member")).toBe(1);
  });

  test("calls broken uniqueness a conflict, names the constraint and keeps the key to itself", async () => {
    const twice = () => {
      const commit = new Commit("test");
      commit.add("newMember", member("a@example.com"));
      return commit.run();
    };
    await twice();
    await expect(twice()).rejects.toMatchObject({ part: "ums_member_email_key", found: "the key exists" });
  });

  test("lets any other refusal of the database through", async () => {
    const commit = new Commit("test");
    commit.add("newMember", member("Not-Lower@example.com"));
    await expect(commit.run()).rejects.toMatchObject({ code: "23514" });
  });

  test("numbers the parts of one name, and shows what it will run", () => {
    const commit = new Commit("test");
    commit.add("newMember", member("a@example.com"));
    const second = commit.add("newMember", member("b@example.com").returning("id"), "any");
    expect(second.name).toBe("newMember2");
    const { parts, sql: statement } = commit.explain();
    expect(parts.map(({ name, rows }) => [name, rows])).toEqual([
      ["newMember", 1],
      ["newMember2", "any"],
    ]);
    expect(statement).toMatch(
      /^with "new_member" as \(insert into "ums_member" .* returning 1 as one\), "new_member2" as/,
    );
  });

  test("without parts is a mistake of ours, and so is a handle of another commit", async () => {
    await expect(new Commit("test").run()).rejects.toThrow("a commit has parts");
    const [one, other] = [new Commit("one"), new Commit("other")];
    one.add("newMember", member("a@example.com"));
    const foreign = other.add("newMember", member("b@example.com"));
    const done = await one.run();
    expect(() => done.count(foreign)).toThrow("a handle belongs to the commit that made it");
  });

  test("an enum must leave it as text", async () => {
    const commit = new Commit("test");
    const added = commit.addReturning("newMember", member("a@example.com").returning("role"));
    const done = await commit.run();
    expect(() => done.of(added)).toThrow("select it with ::text");
  });

  test("goes again by itself when the database broke a deadlock", async () => {
    // Raises a deadlock for the first two inserts; the sequence survives what is rolled back.
    await query(`create sequence tries; create function planted() returns trigger language plpgsql as $$
      begin if nextval('tries') <= 2 then raise exception using errcode = '40P01'; end if; return new; end $$;
      create trigger planted before insert on ums_member for each row execute function planted()`);
    const commit = new Commit("test");
    commit.add("newMember", member("a@example.com"));
    await commit.run();
    const [tries] = await query<{ last_value: bigint }>("select last_value from tries");
    expect(tries).toEqual({ last_value: 3n });
    await query("drop trigger planted on ums_member; drop function planted; drop sequence tries");
  });

  test("calls a deadlock that does not end BUSY, never a fault of ours", async () => {
    await query(`create function planted() returns trigger language plpgsql as $$
      begin raise exception using errcode = '40P01'; end $$;
      create trigger planted before insert on ums_member for each row execute function planted()`);
    const commit = new Commit("test");
    commit.add("newMember", member("b@example.com"));
    await expect(commit.run()).rejects.toMatchObject({ code: "BUSY", facts: { retryAfter: 1 } });
    await query("drop trigger planted on ums_member; drop function planted");
  });
});

const moved = (what: string) => Promise.reject(new CommitConflict("test", what, "wanted 1 rows, touched 0"));

describe("load, decide, commit again", () => {
  test("until it fits", async () => {
    let tries = 0;
    const unit = () => ((tries += 1) < 3 ? moved("order") : Promise.resolve(tries));
    expect(await retryOnConflict(unit)).toBe(3);
  });

  test("a bounded number of times, the last one announced, and then it says so", async () => {
    const lastTries: boolean[] = [];
    const unit = (isLastTry: boolean) => moved(`try${lastTries.push(isLastTry)}`);
    await expect(retryOnConflict(unit)).rejects.toMatchObject({
      code: "BUSY",
      facts: { detail: "test: try8: wanted 1 rows, touched 0" },
    });
    expect(lastTries).toEqual([false, false, false, false, false, false, false, true]);
  });

  test("never for anything but a conflict", async () => {
    let tries = 0;
    const unit = () => Promise.reject(new Error(`broken ${(tries += 1)}`));
    await expect(retryOnConflict(unit)).rejects.toThrow("broken 1");
  });
});
