/** A ZIP archive with GBK names and without the UTF-8 flag, as Alipay's bills are packed. */
import { deflateRawSync } from "node:zlib";
import { encode } from "./charset.ts";
import { crc32 } from "./crc32.ts";

export type ZipEntry = { name: string; bytes: Buffer };

const DEFLATE = 8;
/** The archive's own clock is of no use to anyone: 1980-01-01. */
const DOS_DATE = 0x21;

export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = encode(entry.name, "gbk");
    const packed = deflateRawSync(entry.bytes);
    const about = describe(entry.bytes, packed, name);
    const local = Buffer.concat([uint32(0x04034b50), about, name, packed]);
    // Made by version 2.0; no comment, disk 0, no attributes; then where the local header stands.
    const central = [uint32(0x02014b50), uint16(20), about, Buffer.alloc(10), uint32(offset), name];
    locals.push(local);
    centrals.push(Buffer.concat(central));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const counts = [uint16(0), uint16(0), uint16(entries.length), uint16(entries.length)];
  const end = [uint32(0x06054b50), ...counts, uint32(directory.length), uint32(offset), uint16(0)];
  return Buffer.concat([...locals, directory, ...end]);
}

/** The part that the local and the central header share: version, flags, method, time, sizes. */
function describe(plain: Buffer, packed: Buffer, name: Buffer): Buffer {
  const head = [uint16(20), uint16(0), uint16(DEFLATE), uint16(0), uint16(DOS_DATE)];
  const sizes = [uint32(crc32(plain)), uint32(packed.length), uint32(plain.length), uint16(name.length), uint16(0)];
  return Buffer.concat([...head, ...sizes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
