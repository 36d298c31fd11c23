import type { ServerResponse } from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import { NOW } from "../testing/builders.ts";
import { billText, billZip, tradeRow } from "../testing/bills.ts";
import { useScriptedAlipay } from "../testing/scripted-alipay.ts";
import { downloadBill, linkAddress } from "./bill.ts";
import { accountSdks } from "./sdk.ts";

const ZIP = billZip(billText([tradeRow("1", "sn1", "9.90")], "1笔，商家实收共9.90", "0笔，商家实收退款共0.00"));
const LINES = [{ tradeNo: "1", outTradeNo: "sn1", amountFen: 990 }];

const alipay = useScriptedAlipay();

beforeEach(() => {
  alipay.reply = { code: "10000", msg: "Success", bill_download_url: `${alipay.origin}/bill.zip` };
  alipay.serve = (response) => response.end(ZIP);
});

const download = () => downloadBill(accountSdks()[0], "2026-03-01", NOW);

describe("the bill of a day", () => {
  test("is fetched from the link and read", async () => {
    expect(await download()).toMatchObject({ outcome: "done", lines: LINES });
  });

  test.each([
    ["NO_BILL_DATA", { code: "40004", msg: "Business Failed", sub_code: "NO_BILL_DATA" }],
    ["the same in lower case", { code: "40004", msg: "Business Failed", sub_code: "isp.no_bill_data" }],
    ["the code of an empty file", { code: "10000", msg: "Success", bill_file_code: "EMPTY_DATA_WITH_BILL_FILE" }],
  ])("is empty with %s, and nothing is fetched", async (_, answer) => {
    alipay.reply = answer;
    alipay.serve = () => expect.unreachable();
    expect(await download()).toEqual({ outcome: "done", lines: [], setAside: [], receivedFen: 0 });
  });

  test.each(["BILL_NOT_EXIST", "isp.bill_not_exist"])("is not there with %s", async (sub_code) => {
    alipay.reply = { code: "40004", msg: "Business Failed", sub_code };
    expect(await download()).toEqual({ outcome: "notReady" });
  });

  test.each([
    { code: "40004", sub_code: "BILL_DATE_BEFORE_REGISTRATION" },
    { code: "40004", sub_code: "USER_RATE_LIMIT" },
    { code: "20000", sub_code: "isp.unknow-error" },
    { code: "10000" },
    { code: "10000", bill_download_url: "not an address" },
  ])("is unknown with %j", async (answer) => {
    alipay.reply = answer;
    expect(await download()).toMatchObject({ outcome: "unknown" });
  });
});

describe("a link", () => {
  const unknown = async () => (await download()) as { outcome: string; reason: string };

  test.each<[string, (response: ServerResponse) => void, string]>([
    ["that is dead", (response) => response.writeHead(403).end("expired"), "the link answered 403"],
    ["that serves a page", (response) => response.end("<html>"), "invalid zip"],
    [
      "that breaks off",
      (response) =>
        response.writeHead(200, { "Content-Length": ZIP.length }).end(ZIP.slice(9), () => response.destroy()),
      "",
    ],
    [
      "that serves the wrong day",
      (response) => response.end(billZip(billText([], "0笔，商家实收共0", "").replace("03月01日", "03月09日"))),
      "是另一天的",
    ],
  ])("%s makes the day unknown", async (_, answer, reason) => {
    alipay.serve = answer;
    expect(await unknown()).toMatchObject({ outcome: "unknown", reason: expect.stringContaining(reason) as string });
  });

  test("that leads elsewhere is not followed", async () => {
    let asked = 0;
    alipay.serve = (response) => {
      asked += 1;
      if (asked === 1) response.writeHead(302, { Location: `${alipay.origin}/other.zip` }).end();
      else response.end(ZIP);
    };
    expect(await unknown()).toMatchObject({ outcome: "unknown" });
    expect(asked).toBe(1);
  });

  test("that never ends is cut off at the largest size of a zip", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1024 * 1024);
    alipay.serve = (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += 1;
        response.once("drain", more);
      };
      more();
    };
    expect((await unknown()).reason).toContain("larger than");
    expect(sent).toBeLessThan(64);
  });

  test("of exactly the largest size is read to its end", async () => {
    const LARGEST = 16 * 1024 * 1024;
    alipay.serve = (response) => response.end(Buffer.alloc(LARGEST));
    expect((await unknown()).reason).toContain("invalid zip");
    alipay.serve = (response) => response.end(Buffer.alloc(LARGEST + 1));
    expect((await unknown()).reason).toContain("larger than");
  });

  test.each([
    [
      "http://dwbillcenter.alipay.com/x?token=1",
      "https://openapi.alipay.com/gateway.do",
      "https://dwbillcenter.alipay.com/x?token=1",
    ],
    [
      "http://dwbillcenter.alipay.com:80/x",
      "https://openapi.alipay.com/gateway.do",
      "https://dwbillcenter.alipay.com/x",
    ],
    ["https://dwbillcenter.alipay.com/x", "https://openapi.alipay.com/gateway.do", "https://dwbillcenter.alipay.com/x"],
    ["http://127.0.0.1:3100/x", "http://127.0.0.1:3100/gateway.do", "http://127.0.0.1:3100/x"],
  ])("%s is fetched as privately as the gateway %s", (link, gateway, address) => {
    expect(linkAddress(link, gateway).href).toBe(address);
  });
});
