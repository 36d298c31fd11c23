import { beforeEach, describe, expect, test } from "vitest";
import { after, SECOND_MS } from "../core/time.ts";
import type { CallHealth } from "../core/trade.ts";
import { GATES } from "../gate.ts";
import { NOW } from "../testing/builders.ts";
import { plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { queryTrade } from "./gateway.ts";
import { accountSdks } from "./sdk.ts";
import { callWindow } from "./health.ts";

// What a call to Alipay says about its health (docs/rules.md R67).

useSandbox();

let heard: CallHealth[];
let now = NOW;
beforeEach(async () => {
  heard = [];
  // The end of the failure of a test before is told too.
  callWindow.listen((health) => health.isFailing && heard.push(health));
  // Each test has a window of its own.
  now = after(now, 600 * SECOND_MS);
  await setAlipayClock(now);
});

/** Six calls, all without a usable answer. */
async function sixUnknown(): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 6 }, () => queryTrade(accountSdks()[0], "A20260301", now)));
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(6).fill("unknown"));
}

describe("six calls without a usable answer", () => {
  test.each(["system-error-before", "unknown-error", "bad-signature", "reset-before", "call-limited"])(
    "are a failure of Alipay: %s",
    async (fault) => {
      await plantFault({ fault, times: 0 });
      await sixUnknown();
      expect(heard).toMatchObject([{ isFailing: true }]);
    },
  );

  test("are none when it said no to this question, whatever it called it: a buyer may type any number", async () => {
    await plantFault({ fault: "business-error", subCode: "ACQ.INVALID_PARAMETER", times: 0 });
    await sixUnknown();
    expect(heard).toEqual([]);
  });

  test("are none when they had no turn: many questions at once are not Alipay's fault", async () => {
    let end = () => {};
    const over = new Promise<void>((done) => {
      end = done;
    });
    const held = Array.from({ length: 32 + 100 }, () => GATES.alipay.run(() => over));
    await sixUnknown();
    end();
    await Promise.all(held);
    expect(heard).toEqual([]);
  });
});
