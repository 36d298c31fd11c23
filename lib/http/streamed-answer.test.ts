import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { expect, test } from "vitest";
import { streamedFile } from "./streamed-answer.ts";

const FILE = { type: "text/csv; charset=utf-8", name: "a.csv" };
const bytes = (text: string) => new TextEncoder().encode(text);

async function* pieces(texts: readonly string[], end: () => void = () => undefined) {
  try {
    for (const text of texts) {
      if (text === "!") throw new Error("the database is gone");
      yield bytes(text);
    }
  } finally {
    end();
  }
}

test("a file is its pieces, under its name", async () => {
  const answer = await streamedFile(pieces(["a,", "b"]), FILE);
  expect(answer.headers.get("content-type")).toBe(FILE.type);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a.csv"');
  expect(await answer.text()).toBe("a,b");
});

test("a failure before the first piece is answered as any other", () =>
  expect(streamedFile(pieces(["!"]), FILE)).rejects.toThrow("the database is gone"));

test("A80 a failure in the middle breaks the connection: no reader takes what there is for the whole", async () => {
  const server = createServer((_, response) => {
    void streamedFile(pieces(["a".repeat(100_000), "b", "!"]), FILE).then(({ body }) =>
      pipeline(Readable.fromWeb(body as NodeStream), response).catch(() => undefined),
    );
  });
  server.listen(0);
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  server.close();
});

test("whoever goes away ends the reading", async () => {
  let ended = false;
  const endless = Array.from({ length: 1_000 }, (_, i) => String(i));
  const { body } = await streamedFile(
    pieces(endless, () => (ended = true)),
    FILE,
  );
  const reader = body!.getReader();
  await reader.read();
  expect(ended).toBe(false);
  await reader.cancel();
  expect(ended).toBe(true);
});
