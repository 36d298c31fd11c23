import pLimit from "p-limit";
import { getCustomer } from "../accounts/get-customer.ts";
import type { ConsumptionView } from "../contracts/credits.ts";
import type { CreditOperation } from "../contracts/service-credits.ts";
import type { Context } from "../core/context.ts";
import { commitReservation } from "./commit-reservation.ts";
import { consumeCredits } from "./consume-credits.ts";

/** How many customers of one request are worked on at once: a few of the pool's connections, so that others have theirs. */
const AT_ONCE = 3;

type Tried<Result> = { readonly done: Result } | { readonly error: unknown };

/**
 * Does each of these by itself, in the order in which they stand for each customer; what fails stops no other (docs/rules.md
 * R140). One read for each customer, and then what each takes alone. Outcomes in the order of the operations.
 */
export async function runOperations(
  operations: readonly CreditOperation[],
  context: Context,
): Promise<Tried<ConsumptionView>[]> {
  const outcomes = new Array<Tried<ConsumptionView>>(operations.length);
  const byCustomer = Map.groupBy(operations.keys(), (i) => operations[i]!.customerId);
  const limit = pLimit(AT_ONCE);
  await limit.map([...byCustomer], async ([customerId, places]) => {
    const customer = await tried(getCustomer(customerId));
    for (const i of places)
      outcomes[i] = "error" in customer ? customer : await tried(run(customer.done.memberId, operations[i]!, context));
  });
  return outcomes;
}

function run(memberId: bigint, operation: CreditOperation, context: Context): Promise<ConsumptionView> {
  if (operation.op === "commit") return commitReservation(memberId, operation, context);
  const { amount, bizId, reason } = operation;
  return consumeCredits(memberId, { amount, bizId, reason }, context);
}

async function tried<Result>(work: Promise<Result>): Promise<Tried<Result>> {
  try {
    return { done: await work };
  } catch (error) {
    return { error };
  }
}
