/** The page of a checkout session once a browser has it. */
export function checkoutPath(sessionId: string): string {
  return `/checkout/pay/${sessionId}`;
}
