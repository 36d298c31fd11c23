import type { Knock } from "./doors.ts";
import { JSON_VALUES, TEXT_VALUES, wrongBodies } from "./mutations.ts";

/** A valid request with one fault. */
export interface Shot {
  /** Which field was touched, and how. */
  readonly name: string;
  /** The field that a refusal must name; null: the request as a whole is wrong. */
  readonly field: string | null;
  readonly knock: Knock;
}

/** All faulty requests of an endpoint, grouped by field and by kind of fault. */
export function volleysAt(good: Knock): Shot[][] {
  const bodyKeys = typeof good.body === "object" && good.body !== null ? Object.keys(good.body) : [];
  const queryKeys = [...new Set(new URLSearchParams(good.query).keys())];
  return [
    ...Object.keys(good.params ?? {}).map((key) => atParam(good, key)),
    ...queryKeys.map((key) => atQuery(good, key)),
    ...bodyKeys.map((key) => atField(good, key)),
    ...(bodyKeys.length ? [atBody(good)] : []),
    ...(good.query === undefined ? [] : [atQueryAsAWhole(good)]),
    ...(good.raw === undefined ? [] : [atForm(good)]),
    ...(good.headers?.["idempotency-key"] ? [atRequestKey(good)] : []),
  ];
}

function atParam(good: Knock, key: string): Shot[] {
  return Object.entries(TEXT_VALUES).map(([how, text]) => {
    const value = Array.isArray(good.params![key]) ? [text] : text;
    return { name: `${key}: ${how}`, field: key, knock: { ...good, params: { ...good.params, [key]: value } } };
  });
}

function queryWith(good: Knock, key: string, value: string): string {
  const query = new URLSearchParams(good.query);
  query.set(key, value);
  return query.toString();
}

function atQuery(good: Knock, key: string): Shot[] {
  const single = Object.entries(TEXT_VALUES).map(([how, text]) => ({
    name: `${key}: ${how}`,
    field: key,
    knock: { ...good, query: queryWith(good, key, text) },
  }));
  const odd = { twice: `${good.query}&${key}=1`, "as a list": `${key}[]=1`, "as an object": `${key}[contains]=1` };
  return [
    ...single,
    ...Object.entries(odd).map(([how, query]) => ({ name: `${key}: ${how}`, field: key, knock: { ...good, query } })),
  ];
}

function atQueryAsAWhole(good: Knock): Shot[] {
  const odd = {
    "an unknown key": `${good.query}&role=ADMIN`,
    "a prototype": `${good.query}&__proto__=1&__proto__[role]=ADMIN`,
    "broken escapes": `${good.query}&a=%E0%A4%A`,
    "5000 keys": Array.from({ length: 5_000 }, (_, i) => `k${i}=1`).join("&"),
  };
  return Object.entries(odd).map(([how, query]) => ({ name: `query: ${how}`, field: null, knock: { ...good, query } }));
}

function atField(good: Knock, key: string): Shot[] {
  return Object.entries(JSON_VALUES).map(([how, value]) => ({
    name: `${key}: ${how}`,
    field: key,
    knock: { ...good, body: { ...(good.body as object), [key]: value } },
  }));
}

function atBody({ body, ...good }: Knock): Shot[] {
  const text = JSON.stringify(body);
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ];
  return [
    ...Object.entries(wrongBodies(body as object)).map(([how, raw]) => ({
      name: `body: ${how}`,
      field: null,
      knock: { ...good, raw },
    })),
    ...types.map((type) => ({
      name: `body: as ${type}`,
      field: null,
      knock: { ...good, raw: text, headers: { ...good.headers, "content-type": type } },
    })),
    {
      name: "body: a false length",
      field: null,
      knock: { ...good, raw: text, headers: { ...good.headers, "content-length": "1e9" } },
    },
  ];
}

/** A form that is passed on unparsed. */
function atForm(good: Knock): Shot[] {
  const text = String(good.raw);
  const odd: Record<string, string | Uint8Array<ArrayBuffer>> = {
    nothing: "",
    "only ampersands": "&&&&",
    "no signature": text.replace(/&sign=[^&]*/, ""),
    "an empty signature": text.replace(/&sign=[^&]*/, "&sign="),
    "a signature that is a list": text.replace("&sign=", "&sign[]="),
    "another amount": text.replace(/total_amount=[^&]*/, "total_amount=0.01"),
    "the amount as a list": text.replace("total_amount=", "total_amount[]="),
    "the amount twice": `${text}&total_amount=0.01`,
    "a field more": `${text}&extra=1`,
    "a prototype": `${text}&__proto__=1&constructor=2`,
    "broken escapes": `${text}&a=%E0%A4%A`,
    JSON: JSON.stringify(Object.fromEntries(new URLSearchParams(text))),
    NUL: `${text}&a=%00`,
    "bytes that are no UTF-8": Uint8Array.from([0xff, 0xfe, 0x26, 0x3d]),
    "5000 fields": Array.from({ length: 5_000 }, (_, i) => `k${i}=1`).join("&"),
    "a megabyte": `a=${"x".repeat(1_000_000)}`,
    ...Object.fromEntries(
      ["RSA", "MD5", "rsa2", "", "__proto__", "constructor", "toString"].map((type) => [
        `signed by ${type || "nothing"}`,
        text.replace(/sign_type=[^&]*/, `sign_type=${type}`),
      ]),
    ),
  };
  return Object.entries(odd).map(([how, raw]) => ({ name: `form: ${how}`, field: null, knock: { ...good, raw } }));
}

function atRequestKey(good: Knock): Shot[] {
  const odd = { "empty text": "", "a blank inside": "a b", "201 characters": "k".repeat(201), "Latin letters": "clé" };
  return Object.entries(odd).map(([how, key]) => ({
    name: `idempotency-key: ${how}`,
    field: null,
    knock: { ...good, headers: { ...good.headers, "idempotency-key": key } },
  }));
}
