import type { EvidenceView } from "../contracts/audit.ts";
import { getAnyOrder } from "../orders/get-order.ts";
import { evidenceView } from "./audit-words.ts";
import { findEvidence } from "./audit-store.ts";

const EVIDENCE_SHOWN = 20;

/** What Alipay said about an order, word for word, newest first. Two reads. Throws ORDER_NOT_FOUND (404). */
export async function listEvidence({
  orderSn,
  before,
}: {
  readonly orderSn: string;
  readonly before?: number | undefined;
}): Promise<{ list: EvidenceView[]; next: number | null }> {
  const { id } = await getAnyOrder(orderSn);
  const found = await findEvidence(id, before, EVIDENCE_SHOWN + 1);
  const shown = found.slice(0, EVIDENCE_SHOWN);
  return { list: shown.map(evidenceView), next: found.length > EVIDENCE_SHOWN ? Number(shown.at(-1)!.id) : null };
}
