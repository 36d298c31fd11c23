/** The page of a session once a browser has it. */
export function checkoutPath(sessionId: string): string {
  return `/checkout/pay/${sessionId}`;
}
