import type { Credits } from "./client.ts";
import { ZhangfangError } from "./errors.ts";

export interface Metered {
  readonly customerId: string;
  /** Of this job, the same when it is tried again: one job pays once. */
  readonly bizId: string;
  /** Credits that are held while the job runs: what it will likely use, and rather more. */
  readonly estimate: number;
  /** What the customer reads in the list of what was spent. */
  readonly reason: string;
  /** After so many seconds without an end the credits are free again, also where this process has died. 15 minutes by default. */
  readonly leaseSeconds?: number;
}

export interface Bill {
  /** Credits that were paid. */
  readonly paid: number;
  /** Credits that the job used and the customer no longer had. 0 as a rule. */
  readonly unpaid: number;
}

export interface Hold {
  /** Pays `used` credits, a whole number, and frees the rest. */
  readonly pay: (used: number) => Promise<Bill>;
  readonly release: () => Promise<void>;
}

const LEASE_SECONDS = 900;

/**
 * Holds an estimate, runs the job, and pays what it used; where it fails everything is free again. A process that dies leaves
 * a hold that ends by itself.
 * @param run the job; `used` is what it used, in credits. It is not begun where the customer has too few.
 * @throws ZhangfangError INSUFFICIENT_CREDITS before the job; what the job throws
 */
export async function meter<Result>(
  credits: Credits,
  metered: Metered,
  run: () => Promise<{ readonly result: Result; readonly used: number }>,
): Promise<{ readonly result: Result; readonly bill: Bill }> {
  const hold = await holdCredits(credits, metered);
  let done;
  try {
    done = await run();
  } catch (error) {
    // The job's own failure is the one to tell. A hold that cannot be released now ends with its lease.
    await hold.release().catch(() => undefined);
    throw error;
  }
  return { result: done.result, bill: await hold.pay(done.used) };
}

/** The two halves of `meter`, for what ends elsewhere than it began, such as a stream. */
export async function holdCredits(credits: Credits, metered: Metered): Promise<Hold> {
  const { customerId, bizId, estimate, reason, leaseSeconds = LEASE_SECONDS } = metered;
  await credits.reserve({ customerId, bizId, amount: estimate, reason, leaseSeconds });
  const release = async () => {
    await credits.release({ customerId, bizId });
  };
  const pay = async (used: number): Promise<Bill> => {
    if (!Number.isSafeInteger(used) || used < 0) throw new RangeError(`used 应为 0 或正整数，得到的是 ${used}。`);
    if (used === 0) {
      await release();
      return { paid: 0, unpaid: 0 };
    }
    const held = await payFromHold(credits, metered, Math.min(used, estimate));
    const unpaid = await payBeyond(credits, metered, used - held);
    return { paid: used - unpaid, unpaid };
  };
  return { pay, release };
}

/** @returns what was paid: nothing where the lease was over before the job */
async function payFromHold(credits: Credits, { customerId, bizId }: Metered, amount: number): Promise<number> {
  try {
    await credits.commit({ customerId, bizId, amount });
    return amount;
  } catch (error) {
    if (error instanceof ZhangfangError && error.code === "RESERVATION_NOT_HELD") return 0;
    throw error;
  }
}

/** @returns what the customer did not have */
async function payBeyond(credits: Credits, { customerId, bizId, reason }: Metered, amount: number): Promise<number> {
  if (amount === 0) return 0;
  try {
    await credits.consume({ customerId, bizId: `${bizId}+`, amount, reason });
    return 0;
  } catch (error) {
    if (error instanceof ZhangfangError && error.code === "INSUFFICIENT_CREDITS") return amount;
    throw error;
  }
}
