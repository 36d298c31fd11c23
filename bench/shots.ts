/** One request of a hot path, and the same work as a call of its verb. */
export interface Shot {
  readonly request: ShotRequest;
  readonly call: Call;
}

export interface ShotRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** What a good answer begins with. */
  readonly answer: string;
}

/** The verb behind the address, with what the address would hand it. */
export type Call =
  | { readonly verb: "listCatalog" }
  | { readonly verb: "placeOrder"; readonly memberId: bigint; readonly productId: number }
  | { readonly verb: "receiveNotify"; readonly body: string }
  | { readonly verb: "getOrderStatus"; readonly memberId: bigint; readonly orderSn: string }
  | { readonly verb: "listOrders"; readonly memberId: bigint; readonly pageNum: number }
  | { readonly verb: "consumeCredits"; readonly memberId: bigint; readonly bizId: string }
  | ServiceCall;

/** What the product's back end does with a credit of a customer. */
export interface ServiceCall {
  readonly verb: "consume" | "reserve" | "release";
  readonly key: string;
  readonly customerId: string;
  readonly bizId: string;
}

/** Target of a batch: app processes by HTTP, an empty handler by HTTP, or the verbs in process. */
export type Target =
  | { readonly kind: "app"; readonly origins: readonly string[] }
  | { readonly kind: "floor"; readonly origins: readonly string[] }
  | { readonly kind: "sql" };

/** Concurrent requests, limited. */
export interface Volley {
  readonly shots: readonly Shot[];
  readonly connections: number;
  readonly target: Target;
}
