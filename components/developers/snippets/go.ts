import type { Place, Snippets } from "./step.ts";

const VERIFY = `// import "crypto/hmac" "crypto/sha256" "encoding/base64" "net/http" "strconv" "strings" "time"
// body：收到的原文，验过再解析
func isGenuine(header http.Header, body []byte, secret string) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, given := range strings.Fields(header.Get("webhook-signature")) {
		if hmac.Equal([]byte(given), []byte(expected)) {
			return true
		}
	}
	return false
}`;

export function goSnippets({ origin, productId }: Place): Snippets {
  return {
    begin: `// import "bytes" "encoding/json" "fmt" "io" "net/http" "os"
func shop(method, path string, body, answer any) error {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, "${origin}/api/v1"+path, sent)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("SERVICE_KEY"))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 400 {
		problem, _ := io.ReadAll(response.Body)
		return fmt.Errorf("%s", problem)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

type object map[string]any`,
    customer: `var known object
err := shop("PUT", "/customers/user_42", object{"name": "小林"}, &known)`,
    state: `var customer struct {
	Credits struct{ Available int }
}
err = shop("GET", "/customers/user_42", nil, &customer)`,
    checkout: `var checkout struct{ ID, URL string }
err = shop("POST", "/checkout-sessions", object{
	"customerId": "user_42",
	"item":       object{"productId": ${productId}},
	"successUrl": "https://app.example.com/thanks",
}, &checkout)
// checkout.URL：让买家的浏览器去这里`,
    endpoint: `var endpoint struct{ Secret string }
err = shop("POST", "/webhook-endpoints", object{
	"url":   "https://app.example.com/hook",
	"types": []string{"order.delivered"},
}, &endpoint)
// endpoint.Secret：只出现这一次，存好`,
    verify: VERIFY,
    consume: `var spent struct{ BalanceAfter int }
err = shop("POST", "/credits/consume", object{
	"customerId": "user_42",
	"amount":     10,
	"bizId":      "job_1001",
	"reason":     "生成一张图片",
}, &spent)`,
  };
}
