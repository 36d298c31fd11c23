import { expect, test } from "vitest";
import { layOut } from "./lay-out.ts";

test("a clause begins a line, and a subquery stands further in", () => {
  const statement = `update "oms_order" set "status" = $1 where "id" = (select id from "newOrder" where id > $2) and "status" = 'PAID'`;
  expect(layOut(statement)).toBe(
    [
      `update "oms_order"`,
      `set "status" = $1`,
      `where "id" = (`,
      `  select id`,
      `  from "newOrder"`,
      `  where id > $2`,
      `)`,
      `and "status" = 'PAID'`,
    ].join("\n"),
  );
});

test.each([
  ["a list in brackets", `insert into t ("a", "b") values ($1, $2) on conflict ("a") do nothing`, 3],
  ["a word in a name or a text", `select "from" where a = 'and where'`, 2],
])("%s is left as it is", (_, statement, lines) => {
  const laidOut = layOut(statement);
  expect(laidOut.split("\n")).toHaveLength(lines);
  expect(laidOut.replaceAll("\n", " ")).toBe(statement);
});
