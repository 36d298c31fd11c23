import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { crc32 } from "./crc32.ts";

test("the checksum that everybody publishes, and what Node counts", () => {
  expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
  const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256);
  for (const some of [bytes.subarray(0, 0), bytes.subarray(0, 1), bytes]) expect(crc32(some)).toBe(zlib.crc32(some));
});
