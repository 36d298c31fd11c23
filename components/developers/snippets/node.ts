import type { Place, Snippets } from "./step.ts";

export function nodeSnippets({ origin, productId }: Place): Snippets {
  return {
    begin: `// 也可以用 @zhangfang/sdk（源代码的 packages/sdk，还没有发布到 npm），它替你做下面这些
async function shop(method, path, body) {
  const response = await fetch("${origin}/api/v1" + path, {
    method,
    headers: {
      authorization: "Bearer " + process.env.SERVICE_KEY,
      "content-type": "application/json",
    },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer)); // code、detail，issues 里是哪一项
  return answer;
}`,
    customer: `await shop("PUT", "/customers/user_42", { name: "小林" });`,
    state: `const customer = await shop("GET", "/customers/user_42");
console.log(customer.credits.available);`,
    checkout: `const checkout = await shop("POST", "/checkout-sessions", {
  customerId: "user_42",
  item: { productId: ${productId} },
  successUrl: "https://app.example.com/thanks",
});
console.log(checkout.url); // 让买家的浏览器去这里`,
    endpoint: `const endpoint = await shop("POST", "/webhook-endpoints", {
  url: "https://app.example.com/hook",
  types: ["order.delivered"],
});
console.log(endpoint.secret); // 只出现这一次，存好`,
    verify: `import { createHmac, timingSafeEqual } from "node:crypto";

// body：收到的原文，验过再解析
function isGenuine(headers, body, secret) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const hmac = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"));
  hmac.update([id, timestamp, body].join("."));
  const expected = Buffer.from("v1," + hmac.digest("base64"));
  return String(headers["webhook-signature"]).split(" ").some((text) => {
    const given = Buffer.from(text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}`,
    consume: `const spent = await shop("POST", "/credits/consume", {
  customerId: "user_42",
  amount: 10,
  bizId: "job_1001",
  reason: "生成一张图片",
});
console.log(spent.balanceAfter);`,
  };
}
