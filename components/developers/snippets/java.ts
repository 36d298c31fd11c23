import type { Place, Snippets } from "./step.ts";

/** Java 17, without a library for JSON: an answer is its text. */
export function javaSnippets({ origin, productId }: Place): Snippets {
  return {
    begin: `import java.net.URI;
import java.net.http.*;

static String shop(String method, String path, String body) throws Exception {
  var request = HttpRequest.newBuilder(URI.create("${origin}/api/v1" + path))
      .header("Authorization", "Bearer " + System.getenv("SERVICE_KEY"))
      .header("Content-Type", "application/json")
      .method(method, HttpRequest.BodyPublishers.ofString(body))
      .build();
  var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  if (answer.statusCode() >= 400) throw new RuntimeException(answer.body());
  return answer.body(); // JSON，用你手边的库解析
}`,
    customer: `shop("PUT", "/customers/user_42", """
    {"name": "小林"}""");`,
    state: `var customer = shop("GET", "/customers/user_42", "");
System.out.println(customer); // credits.available：现在可以花的`,
    checkout: `var checkout = shop("POST", "/checkout-sessions", """
    {
      "customerId": "user_42",
      "item": {"productId": ${productId}},
      "successUrl": "https://app.example.com/thanks"
    }""");
System.out.println(checkout); // url：让买家的浏览器去这里`,
    endpoint: `var endpoint = shop("POST", "/webhook-endpoints", """
    {"url": "https://app.example.com/hook", "types": ["order.delivered"]}""");
System.out.println(endpoint); // secret：只出现这一次，存好`,
    verify: `import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

// body：收到的原文，验过再解析；其余三个是请求头 webhook-id、-timestamp、-signature
static boolean isGenuine(
    String id, String timestamp, String signature, byte[] body, String secret) throws Exception {
  var age = Instant.now().getEpochSecond() - Long.parseLong(timestamp);
  if (Math.abs(age) > 300) return false;
  var key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
  var mac = Mac.getInstance("HmacSHA256");
  mac.init(new SecretKeySpec(key, "HmacSHA256"));
  mac.update((id + "." + timestamp + ".").getBytes());
  var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  for (var given : signature.split(" "))
    if (MessageDigest.isEqual(given.getBytes(), expected.getBytes())) return true;
  return false;
}`,
    consume: `var spent = shop("POST", "/credits/consume", """
    {"customerId": "user_42", "amount": 10, "bizId": "job_1001", "reason": "生成一张图片"}""");
System.out.println(spent); // balanceAfter：花过之后的`,
  };
}
