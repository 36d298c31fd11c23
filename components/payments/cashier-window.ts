/**
 * The cashier's own window. A browser lets a page open one only inside the click itself, before any answer is waited for:
 * so an empty one is opened first and sent to the cashier when its address is known.
 */
const FEATURES = "popup,width=1080,height=760";

/** Left in the window itself, which still has it when the cashier sends the buyer back to us there. */
const MARK = "cashier-window";

export function isCashierWindow(): boolean {
  return sessionStorage.getItem(MARK) !== null;
}

/** Opens the empty window; null: the browser refused. */
export function reserveWindow(): Window | null {
  const reserved = window.open("about:blank", "_blank", FEATURES);
  if (!reserved) return null;
  reserved.sessionStorage.setItem(MARK, "yes");
  reserved.document.title = "正在前往支付宝";
  reserved.document.body.textContent = "正在前往支付宝…";
  return reserved;
}

/** Sends it to the cashier, which must not be able to steer this page. */
export function sendToCashier(reserved: Window, payUrl: string): void {
  reserved.opener = null;
  reserved.location.replace(payUrl);
}
