import { describe, expect, test } from "vitest";
import { csvLine, type Cell } from "./csv.ts";

describe("A79 a cell", () => {
  test.each<[cell: Cell, written: string]>([
    ["积分包", "积分包"],
    [null, ""],
    [1200, "1200"],
    [-5, "'-5"],
    ["19.90", "19.90"],
    ["a,b", '"a,b"'],
    ['他说"好"', '"他说""好"""'],
    ["第一行\n第二行", '"第一行\n第二行"'],
    ["第一行\r第二行", '"第一行\r第二行"'],
    [" 前后 ", '" 前后 "'],
    // What a spreadsheet would run.
    ["=1+1", "'=1+1"],
    ["+86 138", "'+86 138"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝1+1", "'＝1+1"],
    [" =1+1", "' =1+1"],
    ['=1,"2"', `"'=1,""2"""`],
    // A control character in front.
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    ["\u0001x", "'\u0001x"],
    ["\u007Fx", "'\u007Fx"],
    // What a spreadsheet would change.
    ["2026030122001123456789012345", '"2026030122001123456789012345\t"'],
    ["9021000000000001", '"9021000000000001\t"'],
    ["0012", '"0012\t"'],
    ["12e45", '"12e45\t"'],
    ["20260301120000123abcdefgh01234567", "20260301120000123abcdefgh01234567"],
  ])("%j is written %j", (cell, written) => expect(csvLine([cell])).toBe(`${written}\r\n`));
});

test("a record ends with CR LF and keeps its empty cells", () =>
  expect(csvLine(["a", null, "b", ""])).toBe("a,,b,\r\n"));
