function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * The cashier address as a self-submitting form. Built here, because the SDK's form escapes only quotes and a subject
 * with `&lt;` would be changed by the browser (docs/alipay.md A27, decision 3).
 */
export function cashierForm(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const biz = searchParams.get("biz_content") ?? "";
  searchParams.delete("biz_content");
  const action = escapeHtml(`${origin}${pathname}?${searchParams}`);
  return (
    `<form id="alipaysubmit" name="alipaysubmit" action="${action}" method="post" accept-charset="utf-8">` +
    `<input type="hidden" name="biz_content" value="${escapeHtml(biz)}"><input type="submit" value="立即支付"></form>` +
    `<script>document.forms["alipaysubmit"].submit();</script>`
  );
}
