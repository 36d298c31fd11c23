import { expect, test } from "vitest";
import { productUrl } from "./product-url.ts";

const ORIGINS = ["https://app.example.com", "http://127.0.0.1:4100"];

test.each([
  ["https://app.example.com/done?a=1&b=%20#x", "https://app.example.com/done?a=1&b=%20#x"],
  ["https://app.example.com", "https://app.example.com/"],
  ["HTTPS://APP.example.com:443/done", "https://app.example.com/done"],
  ["https:\\\\app.example.com\\done", "https://app.example.com/done"],
  ["http://127.0.0.1:4100/done", "http://127.0.0.1:4100/done"],
])("%j leads to the product", (text, href) => {
  expect(productUrl(text, ORIGINS)).toBe(href);
});

test.each([
  "https://app.example.com@evil.example/",
  "https://app.example.com:443@evil.example/",
  "https://user@app.example.com/",
  "https://:secret@app.example.com/",
  "https:\\\\evil.example",
  "https://evil.example\\@app.example.com",
  "//app.example.com/done",
  "/done",
  "app.example.com",
  "https://app.example.com:8443/",
  "http://app.example.com/",
  "https://app.example.com.evil.example/",
  "https://evil.example/https://app.example.com",
  "https://app.ex\u0430mple.com/",
  "https://app.example.com\u2024evil.example/",
  "https://evil.example\t.app.example.com/",
  "http://127.0.0.1:4101/",
  "http://localhost:4100/",
  "javascript:location='https://app.example.com'",
  "data:text/html,https://app.example.com",
  "blob:https://app.example.com/x",
  "file:///app.example.com",
  "null",
  "",
])("A105 %j leads nowhere", (text) => {
  expect(productUrl(text, [...ORIGINS, "null"])).toBeNull();
});
