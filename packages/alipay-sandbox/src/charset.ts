/** Text to bytes in the two charsets of the gateway. Node decodes GBK but does not encode it. */

export type Charset = "utf-8" | "gbk";

let gbkBytes: Map<string, number> | undefined;

/** Builds the GBK encoder by inverting Node's decoder, at first use: 23 940 pairs. */
function gbkTable(): Map<string, number> {
  if (gbkBytes) return gbkBytes;
  const table = new Map<string, number>();
  const decoder = new TextDecoder("gbk");
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== "\ufffd" && !table.has(text)) table.set(text, lead * 256 + trail);
    }
  }
  gbkBytes = table;
  return table;
}

/** Encodes; a character that GBK does not have becomes `?`. */
export function encode(text: string, charset: Charset): Buffer {
  if (charset === "utf-8") return Buffer.from(text, "utf8");
  const table = gbkTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = table.get(character);
    if (code < 0x80) bytes.push(code);
    else if (pair === undefined) bytes.push(0x3f);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
}

const decode = (bytes: Uint8Array, charset: Charset): string => new TextDecoder(charset).decode(bytes);

/** Percent-decoding of one form value, by way of bytes, so that any charset can be read. */
export function decodeFormValue(text: string, charset: Charset): string {
  const latin = text
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decode(Buffer.from(latin, "latin1"), charset);
}

/** Splits `a=1&b=2`; of a repeated name the first value counts, as in a Java servlet. */
export function parseForm(raw: string, charset: Charset): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const pair of raw.split("&")) {
    if (pair === "") continue;
    const cut = pair.indexOf("=");
    const name = decodeFormValue(cut < 0 ? pair : pair.slice(0, cut), charset);
    if (!Object.hasOwn(fields, name)) fields[name] = cut < 0 ? "" : decodeFormValue(pair.slice(cut + 1), charset);
  }
  return fields;
}
