import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Door, type Knock } from "../../lib/testing/doors.ts";
import { askInvoice, issue, PDF, TITLE } from "../../lib/testing/invoices.ts";
import { aPaidOrder } from "../../lib/testing/builders.ts";
import { furnish, type Caller, type Premises } from "../../lib/testing/premises.ts";

useDatabase();

let doors: Door[];
let premises: Premises;
let invoiceSn: string;
let amount: number;
beforeAll(async () => {
  doors = await findDoors();
});
beforeEach(async () => {
  premises = await furnish();
  const { owner: memberId, product: wanted } = premises;
  ({ invoiceSn, amount } = await askInvoice([await aPaidOrder({ memberId, wanted, now: new Date() })], new Date()));
});

const as = (caller: Caller, name: string, request: Knock = {}) =>
  knock(
    doors.find((door) => door.name === name)!,
    { ...request, params: { invoiceSn }, headers: premises.headers[caller] },
  );
const issueWith = (body: object) =>
  as("admin", "POST /api/admin/invoices/[invoiceSn]/issue", {
    body: { amount, number: "25117000000000000001", date: "2026-03-01", ...body },
  });
const fieldOf = ({ json }: Awaited<ReturnType<typeof issueWith>>) => json.issues?.map(({ field }) => field);

describe("what finance gives with an invoice", () => {
  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt://example.com/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://example.com/f.pdf",
    "//example.com/f.pdf",
    "/api/account/export",
    "https:",
  ])("A86 an address that is none of the web by https is refused: %s", async (fileUrl) => {
    const answer = await issueWith({ fileUrl });
    expect([answer.status, fieldOf(answer)]).toEqual([400, ["fileUrl"]]);
    await expect(query("update oms_invoice set file_url = $1", [fileUrl])).rejects.toThrow(
      "oms_invoice_file_url_check",
    );
  });

  test("is an address or a file, not both and not none; a name of the file is not asked for", async () => {
    expect(fieldOf(await issueWith({}))).toEqual(["fileUrl", "file"]);
    expect(fieldOf(await issueWith({ file: PDF, fileUrl: "https://example.com/f.pdf" }))).toEqual(["fileUrl", "file"]);
    const name = 'f.pdf"\r\nset-cookie: a=b';
    expect(fieldOf(await issueWith({ file: PDF, name }))).toEqual(["name"]);
    expect((await issueWith({ fileUrl: "https://example.com/f.pdf" })).status).toBe(200);
  });

  test("a file of half a megabyte is taken, a larger one is not", async () => {
    const sized = (bytes: number) => Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(bytes - 5)]).toString("base64");
    expect(fieldOf(await issueWith({ file: sized(524_290) }))).toEqual(["file"]);
    expect((await issueWith({ file: sized(800_000) })).status).toBe(413);
    expect((await issueWith({ file: sized(524_288) })).status).toBe(200);
  });
});

describe("the file", () => {
  test("A87 another member's is not there, nor the invoice; its owner saves it under its number, and no browser shows it", async () => {
    const FILE = "GET /api/invoices/[invoiceSn]/file";
    expect((await as("owner", FILE)).status).toBe(404);
    await issue(premises.admin, { invoiceSn, amount }, new Date());
    for (const name of [FILE, "POST /api/invoices/[invoiceSn]/withdraw", "POST /api/invoices/[invoiceSn]/red-letter"])
      expect([name, (await as("other", name)).status]).toEqual([name, 404]);
    for (const [caller, name] of [
      ["owner", FILE],
      ["admin", "GET /api/admin/invoices/[invoiceSn]/file"],
    ] as const) {
      const { status, headers, text } = await as(caller, name);
      expect([status, text]).toEqual([200, Buffer.from(PDF, "base64").toString()]);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-type": "application/octet-stream",
        "content-disposition": 'attachment; filename="fapiao_25117000000000000001.pdf"',
        "cache-control": "no-store",
      });
    }
  });
});

test("a request names what is wrong with it", async () => {
  const { owner: memberId, product: wanted } = premises;
  const { orderSn } = await aPaidOrder({ memberId, wanted, now: new Date() });
  const ask = async (changes: object) =>
    fieldOf(await as("owner", "POST /api/invoices", { body: { orderSns: [orderSn], ...TITLE, ...changes } }));
  expect(await ask({ taxNumber: "9144030071526726XA" })).toEqual(["taxNumber"]);
  expect(await ask({ taxNumber: undefined })).toEqual(["taxNumber"]);
  expect(await ask({ kind: "PERSON" })).toEqual(["taxNumber"]);
  expect(await ask({ title: "a\u0007b" })).toEqual(["title"]);
  expect(await ask({ email: "x" })).toEqual(["email"]);
  expect(await ask({ orderSns: [orderSn, orderSn] })).toEqual(["orderSns"]);
  expect(await ask({ taxNumber: " 9144030071526726xg " })).toBeUndefined();
});
