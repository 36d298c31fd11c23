/** The local Alipay from behind (packages/alipay-sandbox/README.md): faults, and what its own books say. */

interface Trade {
  readonly tradeNo: string;
  readonly status: string;
  readonly amountFen: number;
  readonly refunds: readonly { readonly amountFen: number }[];
}

async function control<Answer>(path: string, body?: object): Promise<Answer> {
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${process.env.E2E_SANDBOX_URL}/control/${path}`, init);
  if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** A buyer elsewhere opens the cashier's address, signs in and pays, without a window of ours. */
export async function payElsewhere(payUrl: string, { notify = true } = {}): Promise<void> {
  await control("buy", { payUrl, ...(notify ? {} : { notify }) });
}

/** Plants a permanent fault for one order only. Returns a function that removes it. */
export async function breakFor(orderSn: string, fault: string, method?: string): Promise<() => Promise<void>> {
  const rule = await control<{ id: number }>("faults", {
    fault,
    outTradeNo: orderSn,
    times: 0,
    ...(method ? { method } : {}),
  });
  return async () => {
    await fetch(`${process.env.E2E_SANDBOX_URL}/control/faults?id=${rule.id}`, { method: "DELETE" });
  };
}

/** The merchant refunds all of a trade in Alipay's console. Returns the true notice, as the body to be posted. */
export async function refundInConsole(orderSn: string): Promise<string> {
  const { outRequestNo } = await control<{ outRequestNo: string }>("refund", { outTradeNo: orderSn });
  return (await control<{ body: string }>("notice", { outTradeNo: orderSn, outRequestNo })).body;
}

/** Where an order's trade stands at Alipay; undefined before a buyer opened it. */
export async function tradeOf(orderSn: string): Promise<Trade | undefined> {
  return (await control<Trade[]>(`trades?outTradeNo=${orderSn}`))[0];
}

/** What Alipay's books have sent back for an order, each refund in fen. */
export async function refundsOf(orderSn: string): Promise<number[]> {
  return ((await tradeOf(orderSn))?.refunds ?? []).map((refund) => refund.amountFen);
}

/** What became of the notices of an order: "delivered", "dropped", … */
export async function noticesOf(orderSn: string): Promise<string[]> {
  return (await control<{ state: string }[]>(`notices?outTradeNo=${orderSn}`)).map((notice) => notice.state);
}

/** The genuine notice of an order as it stands with some fields changed and signed again, as the body to be posted. */
export async function forgedNotice(orderSn: string, overrides: Record<string, string>): Promise<string> {
  return (await control<{ body: string }>("notice", { outTradeNo: orderSn, overrides })).body;
}
