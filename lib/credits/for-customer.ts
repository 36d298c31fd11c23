import { getCustomer } from "../accounts/get-customer.ts";
import type { Context } from "../core/context.ts";

/**
 * A verb of a member as the product's back end asks for it: about a customer. One read more. Throws CUSTOMER_NOT_FOUND (404), and as
 * the verb does.
 */
export async function forCustomer<Body, Answer>(
  verb: (memberId: bigint, body: Body, context: Context) => Promise<Answer>,
  { customerId, ...body }: Body & { readonly customerId: string },
  context: Context,
): Promise<Answer> {
  const { memberId } = await getCustomer(customerId);
  return verb(memberId, body as Body, context);
}
