"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import { orderQuery } from "../orders/queries.ts";
import { useMember } from "../shell/member.tsx";
import { MEMBER_ADDRESSES, type PaymentAddresses } from "./payment-addresses.ts";
import { payPath, returnPath } from "./purchase.ts";

/**
 * Whom a payment asks, and where it leads: as a member who is signed in, unless a page says otherwise. A hosted checkout brings its
 * own (components/checkout).
 */
export interface PaymentCalls extends PaymentAddresses {
  /** Why the order was closed, once it is; null: it is not, or that is not known yet. */
  readonly useCloseReason: (orderSn: string, isOver: boolean) => string | null;
  /** For which account it is paid; null: that is not shown. */
  readonly usePayer: () => string | null;
  /** Where the payment of an order goes on, and where what became of it is shown. */
  readonly payPath: (orderSn: string) => string;
  readonly returnPath: (orderSn: string) => string;
  /** Whether another browser may go on where this one stops. */
  readonly isPortable: boolean;
}

/** Who closed the order stands in its own record; the state that is polled does not say it. */
function useCloseReason(orderSn: string, isOver: boolean): string | null {
  const { data } = useQuery({ ...orderQuery(orderSn), enabled: isOver });
  return data?.closeReason ?? null;
}

function usePayer(): string | null {
  const member = useMember();
  return member && (member.email ?? member.name);
}

const OF_MEMBER: PaymentCalls = {
  ...MEMBER_ADDRESSES,
  ...{ useCloseReason, usePayer },
  ...{ payPath, returnPath, isPortable: true },
};

export const PaymentCallsContext = createContext(OF_MEMBER);

export function usePaymentCalls(): PaymentCalls {
  return use(PaymentCallsContext);
}
