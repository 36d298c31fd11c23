import type { Place, Snippets } from "./step.ts";

export function curlSnippets({ origin, productId }: Place): Snippets {
  const api = `${origin}/api/v1`;
  return {
    begin: `export SERVICE_KEY=zfk_你的密钥`,
    customer: String.raw`curl -sS -X PUT ${api}/customers/user_42 \
  -H "Authorization: Bearer $SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"name":"小林"}'`,
    state: String.raw`curl -sS ${api}/customers/user_42 \
  -H "Authorization: Bearer $SERVICE_KEY"`,
    checkout: String.raw`curl -sS ${api}/checkout-sessions \
  -H "Authorization: Bearer $SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "customerId": "user_42",
    "item": {"productId": ${productId}},
    "successUrl": "https://app.example.com/thanks"
  }'`,
    endpoint: String.raw`curl -sS ${api}/webhook-endpoints \
  -H "Authorization: Bearer $SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"url":"https://app.example.com/hook","types":["order.delivered"]}'`,
    // A shell compares no text in constant time: this is for looking, not for receiving.
    verify: String.raw`# 手工核对一条：原文在 body.json，头里的编号与时间在 $ID、$TIMESTAMP，密钥在 $SECRET
KEY=$(printf %s "${"$"}{SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
{ printf %s "$ID.$TIMESTAMP."; cat body.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64
# 得到的应与 webhook-signature 里 v1, 之后的相同`,
    consume: String.raw`curl -sS ${api}/credits/consume \
  -H "Authorization: Bearer $SERVICE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"customerId":"user_42","amount":10,"bizId":"job_1001","reason":"生成一张图片"}'`,
  };
}
