/** The clock seen from behind. */
import { BadRequest } from "./bad-request.ts";
import { beijing, instantOf } from "./beijing-time.ts";
import type { Clock } from "./clock.ts";
import type { Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";

/** Changes mode, pace and instant; what became due rings before this returns. Throws BadRequest for a wrong part. */
export function setClock(change: Fields, { clock }: Sandbox): void {
  clock.set(readChange(change));
}

export const clockState = ({ clock }: Sandbox): Fields => ({ ...clock.state(), beijing: beijing(clock.now()) });

function readChange({ mode, times, at, advanceMs }: Fields): Parameters<Clock["set"]>[0] {
  if (mode !== undefined && mode !== "real" && mode !== "frozen" && mode !== "times") {
    throw new BadRequest("mode 应为 real、frozen 或 times");
  }
  const instant = at === undefined ? undefined : instantOf(at);
  for (const [name, value] of Object.entries({ times, advanceMs })) {
    if (value !== undefined && (typeof value !== "number" || !(value >= 0)))
      throw new BadRequest(`${name} 应为不小于 0 的数`);
  }
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(times === undefined ? {} : { times: times as number }),
    ...(instant === undefined ? {} : { at: instant }),
    ...(advanceMs === undefined ? {} : { advanceMs: advanceMs as number }),
  };
}
