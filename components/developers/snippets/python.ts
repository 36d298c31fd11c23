import type { Place, Snippets } from "./step.ts";

export function pythonSnippets({ origin, productId }: Place): Snippets {
  return {
    begin: `import json, os, urllib.error, urllib.request

def shop(method, path, body=None):
    request = urllib.request.Request(
        "${origin}/api/v1" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Bearer " + os.environ["SERVICE_KEY"],
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        # code、detail，issues 里是哪一项
        raise RuntimeError(error.read().decode()) from None`,
    customer: `shop("PUT", "/customers/user_42", {"name": "小林"})`,
    state: `customer = shop("GET", "/customers/user_42")
print(customer["credits"]["available"])`,
    checkout: `checkout = shop("POST", "/checkout-sessions", {
    "customerId": "user_42",
    "item": {"productId": ${productId}},
    "successUrl": "https://app.example.com/thanks",
})
print(checkout["url"])  # 让买家的浏览器去这里`,
    endpoint: `endpoint = shop("POST", "/webhook-endpoints", {
    "url": "https://app.example.com/hook",
    "types": ["order.delivered"],
})
print(endpoint["secret"])  # 只出现这一次，存好`,
    verify: `import base64, hashlib, hmac, time

# body：收到的原文（bytes），验过再解析
def is_genuine(headers, body, secret):
    id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = (id + "." + timestamp + ".").encode() + body
    mac = hmac.new(key, signed, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(mac)
    return any(
        hmac.compare_digest(given.encode(), expected)
        for given in headers["webhook-signature"].split(" ")
    )`,
    consume: `spent = shop("POST", "/credits/consume", {
    "customerId": "user_42",
    "amount": 10,
    "bizId": "job_1001",
    "reason": "生成一张图片",
})
print(spent["balanceAfter"])`,
  };
}
