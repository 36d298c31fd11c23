import type { Credits } from "./client.ts";
import { holdCredits, type Bill, type Metered } from "./meter.ts";

/** What a language model used. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
}

export interface MeteredModel extends Metered {
  /** Credits for the tokens, a whole number. */
  readonly price: (tokens: Tokens) => number;
}

/** What the Vercel AI SDK (`ai`, 5 and later) says of a generation. */
interface VercelUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

/**
 * Callbacks for `streamText` of the Vercel AI SDK: `streamText({ model, prompt, ...meter.callbacks })`. The credits are held
 * when this returns, and paid when the stream has ended. A stream that is broken off, or says nothing of its use, is paid as
 * estimated: the model has worked. One that fails before its end is not paid.
 * @returns `bill`: what was paid, once the stream has ended; null where it failed
 * @throws ZhangfangError INSUFFICIENT_CREDITS
 */
export async function meterStreamText(credits: Credits, metered: MeteredModel) {
  const hold = await holdCredits(credits, metered);
  let settle: (bill: Promise<Bill | null>) => void;
  const bill = new Promise<Bill | null>((resolve) => (settle = resolve));
  // Whoever does not look at the bill must not be ended by it.
  bill.catch(() => undefined);
  let isOver = false;
  const end = async (how: () => Promise<Bill | null>) => {
    if (isOver) return;
    isOver = true;
    const paying = how();
    settle(paying);
    await paying.catch(() => undefined);
  };
  return {
    bill,
    callbacks: {
      onFinish: ({ totalUsage }: { readonly totalUsage: VercelUsage }) =>
        end(() => hold.pay(priceOf(metered, totalUsage))),
      onAbort: () => end(() => hold.pay(metered.estimate)),
      onError: () =>
        end(async () => {
          await hold.release();
          return null;
        }),
    },
  };
}

function priceOf({ price, estimate }: MeteredModel, { inputTokens: input, outputTokens: output }: VercelUsage): number {
  return input === undefined || output === undefined ? estimate : price({ input, output });
}

/** A piece of an OpenAI-compatible stream; the last one has `usage` where `stream_options: { include_usage: true }` was asked. */
interface OpenAiChunk {
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null | undefined;
}

/**
 * The pieces of an OpenAI-compatible stream, as they come; the credits are held before it is asked for, and paid when it has
 * ended. A stream that is left early, or says nothing of its use, is paid as estimated: the model has worked. One that never
 * began is not paid.
 * @param start asks the model: `() => openai.chat.completions.create({ …, stream: true, stream_options: { include_usage: true } })`
 * @param onBill is told what was paid
 * @throws ZhangfangError INSUFFICIENT_CREDITS before the first piece; what the stream throws
 */
export async function* meterChunks<Chunk extends OpenAiChunk>(
  credits: Credits,
  metered: MeteredModel,
  start: () => PromiseLike<AsyncIterable<Chunk>> | AsyncIterable<Chunk>,
  onBill: (bill: Bill) => void = () => undefined,
): AsyncGenerator<Chunk, void> {
  const hold = await holdCredits(credits, metered);
  let hasBegun = false;
  let used = metered.estimate;
  try {
    for await (const chunk of await start()) {
      hasBegun = true;
      const { usage } = chunk;
      if (usage) used = metered.price({ input: usage.prompt_tokens, output: usage.completion_tokens });
      yield chunk;
    }
  } finally {
    if (hasBegun) onBill(await hold.pay(used));
    else await hold.release();
  }
}
