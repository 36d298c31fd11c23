/** All that this product does to sell with 账房. */
import { meter, verifyWebhook, zhangfang, ZhangfangError } from "@zhangfang/sdk";

const { ZHANGFANG_URL = "", ZHANGFANG_KEY = "", ZHANGFANG_WEBHOOK_SECRET = "" } = process.env;
const zf = zhangfang({ baseUrl: ZHANGFANG_URL, key: ZHANGFANG_KEY });

/** Whoever signs up here is a customer there, by our own id, and has twenty credits to begin with, once. */
export async function join(userId: string): Promise<void> {
  await zf.customers.put(userId);
  await zf.credits.grant({ customerId: userId, amount: 20, bizId: "welcome", reason: "新用户" });
}

export async function balanceOf(userId: string): Promise<number> {
  return (await zf.customers.get(userId)).credits.available;
}

/** One credit for four letters of the answer; null: too few credits. */
export async function payFor(userId: string, jobId: string, write: () => Promise<string>): Promise<string | null> {
  try {
    const job = { customerId: userId, bizId: jobId, estimate: 10, reason: "聊天" };
    const { result } = await meter(zf.credits, job, async () => {
      const text = await write();
      return { result: text, used: Math.ceil(text.length / 4) };
    });
    return result;
  } catch (error) {
    if (error instanceof ZhangfangError && error.code === "INSUFFICIENT_CREDITS") return null;
    throw error;
  }
}

/** The address at which the user buys the smallest pack; afterwards they are back at `home`. */
export async function checkoutFor(userId: string, home: string): Promise<string> {
  const [pack] = (await zf.catalog()).creditProducts;
  if (!pack) throw new Error("没有在售的积分包。");
  const { url } = await zf.checkout.create({
    customerId: userId,
    item: { productId: pack.id },
    successUrl: home,
    cancelUrl: home,
  });
  return url;
}

/** Whose purchase 账房 tells us of; null: of nobody, or nothing that was bought. */
export async function purchaseIn(body: string, headers: Headers): Promise<string | null> {
  const event = await verifyWebhook({ body, headers, secret: ZHANGFANG_WEBHOOK_SECRET });
  return event.type === "order.delivered" ? event.data.customerId : null;
}
