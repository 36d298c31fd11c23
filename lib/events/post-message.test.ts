import { describe, expect, test, vi } from "vitest";
import { parseEnv } from "../env.ts";
import { useReceivers } from "../testing/receiver.ts";
import { postMessage } from "./post-message.ts";
import { addressesOf, isPublic, problemOf, type Address } from "./target.ts";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
const aReceiver = useReceivers();

const message = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: "{}" });
const loopback: Address = { address: "127.0.0.1", family: 4 };

describe("an address on somebody's own network", () => {
  test.each([
    ...[
      "127.0.0.1",
      "127.255.0.9",
      "0.0.0.0",
      "10.1.2.3",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "169.254.169.254",
    ],
    ...["100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.2.7", "224.0.0.1", "240.0.0.1", "255.255.255.255"],
    ...[
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:8.8.8.8",
      "::ffff:7f00:1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::a00:1",
      "fe80::1",
    ],
    ...[
      "fc00::1",
      "fd12::1",
      "fec0::1",
      "ff02::1",
      "2001::1",
      "2002:7f00:1::",
      "2001:db8::1",
      "3fff::1",
      "fe80::1%eth0",
    ],
    ...["localhost", ""],
  ])("%s is not public", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "223.5.5.5", "2400:3200::1", "2606:4700::1111"])(
    "control: %s is",
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  test.each([
    ...["https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/"],
    ...["https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://169.254.169.254./latest"],
    ...[
      "http://shop.example.com/",
      "ftp://shop.example.com/",
      "https://a:b@shop.example.com/",
      "https://shop.example.com/#x",
      "shop",
    ],
  ])("A97 %s is refused as it stands", (url) => {
    expect(problemOf(url, false)).not.toBeNull();
  });

  test("is refused behind a name, also as one of several, and the name is asked for once", async () => {
    const url = new URL("https://hooks.example.com/");
    const resolve = vi.fn(() =>
      Promise.resolve<Address[]>([
        { address: "223.5.5.5", family: 4 },
        { address: "10.0.0.1", family: 4 },
      ]),
    );
    await expect(addressesOf(url, false, resolve)).rejects.toThrow("域名指向内网");
    await expect(addressesOf(new URL("https://localhost/"), false)).rejects.toThrow("不能是内网");
    await expect(addressesOf(url, false, () => Promise.resolve([]))).rejects.toThrow("找不到");
    expect(resolve).toHaveBeenCalledTimes(1);
  });
});

describe("what is posted", () => {
  test("A98 goes to the address that was checked, whatever its name says a second time", async () => {
    const receiver = await aReceiver();
    const resolve = vi.fn(() =>
      Promise.resolve([resolve.mock.calls.length === 1 ? loopback : { address: "10.255.255.1", family: 4 as const }]),
    );
    const url = receiver.url.replace("127.0.0.1", "hooks.example.com");
    expect(await postMessage(message(url), { resolve })).toMatchObject({ status: 204, refusal: null });
    expect(receiver.received[0]!.headers.host).toMatch(/^hooks\.example\.com:/);
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  test("A99 follows no redirect", async () => {
    const inner = await aReceiver();
    const receiver = await aReceiver();
    receiver.answering = (_, response) => void response.writeHead(307, { location: inner.url }).end();
    expect(await postMessage(message(receiver.url))).toMatchObject({
      status: 307,
      refusal: "答复要跳转到别处，不跟随",
    });
    expect(inner.received).toEqual([]);
  });

  test("A100 is answered without end: as much is read as counts, and as little is kept", async () => {
    const receiver = await aReceiver();
    let sent = 0;
    receiver.answering = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(16 * 1024))) sent += 16 * 1024;
      };
      response.on("drain", more);
      more();
    };
    const reply = await postMessage(message(receiver.url));
    expect(reply).toMatchObject({ status: 200, refusal: null, answer: "x".repeat(4 * 1024) });
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test("is given up when nothing has come in time, and counts when the status has", async () => {
    const receiver = await aReceiver();
    receiver.answering = () => undefined;
    expect(await postMessage(message(receiver.url), { limitMs: 100 })).toMatchObject({
      status: null,
      refusal: "没有在时限内答复",
    });
    receiver.answering = (_, response) => {
      response.writeHead(200);
      response.write("…");
    };
    expect(await postMessage(message(receiver.url), { limitMs: 100 })).toMatchObject({
      status: 200,
      refusal: null,
      answer: "…",
    });
    const never = () => new Promise<Address[]>(() => undefined);
    const lost = await postMessage(message("http://hooks.example.com/"), { limitMs: 100, resolve: never });
    expect(lost).toMatchObject({ status: null, refusal: "没有在时限内答复" });
  });

  test("to nobody says so", async () => {
    const receiver = await aReceiver();
    await receiver.stop();
    expect(await postMessage(message(receiver.url))).toMatchObject({
      status: null,
      refusal: "没有送到（ECONNREFUSED）",
    });
  });
});

test("private addresses are opened only by a shop that is itself on this machine", () => {
  expect(parseEnv({ ...process.env, WEBHOOK_ALLOW_PRIVATE: "" }).mayReachPrivate).toBe(false);
  expect(parseEnv(process.env).mayReachPrivate).toBe(true);
  expect(() => parseEnv({ ...process.env, APP_URL: "https://shop.example.com" })).toThrow("WEBHOOK_ALLOW_PRIVATE");
});
