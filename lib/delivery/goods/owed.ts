import { after } from "../../core/time.ts";
import { withholdDelivery } from "../parts.ts";
import { LOOK_AGAIN_MS, OWED_QUOTE } from "../rules.ts";
import { NO_PART, type GoodsKind } from "./kind.ts";

/**
 * Goods that were not handed over yet. This is no kind of goods but the state of a delivery: whatever was bought, all of
 * the money comes back, and what a refund holds is the delivery.
 */
export const owed: Omit<GoodsKind, "grant" | "show"> = {
  async look(orderId, now) {
    const hold = after(now, LOOK_AGAIN_MS);
    return {
      quoted: OWED_QUOTE,
      standing: OWED_QUOTE,
      isOver: false,
      hold: (commit) => withholdDelivery(commit, orderId, hold),
      bought: () => NO_PART,
    };
  },
  describe: () => [{ label: "商品", value: "尚未发放，全额退回" }],
  async giveBack({ orderId }, now) {
    return (commit) => withholdDelivery(commit, orderId, now);
  },
  async takeBack({ orderId }) {
    return (commit) => withholdDelivery(commit, orderId, null);
  },
  // Where a part of the money stayed, the goods go out.
  async takeWorth({ orderId }, gone, { now }) {
    return (commit) => withholdDelivery(commit, orderId, gone === "ALL" ? null : now);
  },
  async takePart(goods, _gone, keepsRest, { now }) {
    return { write: keepsRest ? () => {} : await owed.giveBack(goods, now), rest: goods.held };
  },
  takenWords: () => "尚未发放的商品",
};
