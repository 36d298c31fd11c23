import type { MemberRole } from "../core/roles.ts";

/** A member whom somebody at the provider may be. */
export interface Candidate {
  readonly id: bigint;
  readonly role: MemberRole;
  readonly isOpen: boolean;
  readonly sessionVersion: number;
}

/** Whom the database knows that somebody at the provider may be. */
export interface Candidates {
  /** Who came with this identity before. */
  readonly known: Candidate | null;
  /** Whom the product's back end calls as its provider does (docs/rules.md R137). */
  readonly customer: Candidate | null;
  /** Who has the address that the provider has verified. */
  readonly holder:
    | (Candidate & {
        /** We know from a mail of ours, or from the provider, that the address is theirs. */
        readonly isConfirmed: boolean;
        /** Another user of the product, by the provider's or the back end's word. */
        readonly isAnother: boolean;
      })
    | null;
}

export type Decision =
  | { readonly kind: "known"; readonly member: Candidate }
  | { readonly kind: "link"; readonly member: Candidate; readonly by: "customer" | "address" }
  /** `email`: the new member's, because it is free. */
  | { readonly kind: "new"; readonly email: string | null }
  | { readonly kind: "refused"; readonly refused: "closed" | "staff" };

/**
 * Who somebody at the provider is (docs/rules.md R161, decision 69). The provider is the product's own, so that its word for a
 * user is the product's; an address links only where both sides have made sure of it.
 * @param email as the provider has verified it; null: none
 */
export function decideIdentity({ known, customer, holder }: Candidates, email: string | null): Decision {
  if (known) return refusalOf(known) ?? { kind: "known", member: known };
  if (customer) return refusalOf(customer) ?? { kind: "link", member: customer, by: "customer" };
  if (!holder) return { kind: "new", email };
  if (!holder.isConfirmed || holder.isAnother) return { kind: "new", email: null };
  return refusalOf(holder) ?? { kind: "link", member: holder, by: "address" };
}

/** The provider opens no closed account, and nobody's who holds a role at the desk. */
function refusalOf({ isOpen, role }: Candidate): Decision | null {
  if (!isOpen) return { kind: "refused", refused: "closed" };
  return role === "MEMBER" ? null : { kind: "refused", refused: "staff" };
}

/** What pages call somebody new: the provider's word, else the beginning of the address, else of the product's own id. */
export function nameOfNew(name: string | null, email: string | null, subject: string): string {
  return name ?? (email?.split("@")[0] || subject.trim() || "会员").slice(0, 50);
}
