import { mcpRoute } from "@/lib/http/mcp-route.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { GET as getCatalog } from "../v1/catalog/route.ts";
import { POST as createCheckout } from "../v1/checkout-sessions/route.ts";
import { POST as grantCredits } from "../v1/credits/grant/route.ts";
import { GET as listLedger } from "../v1/customers/[customerId]/ledger/route.ts";
import { GET as listOrders } from "../v1/customers/[customerId]/orders/route.ts";
import { GET as getCustomer } from "../v1/customers/[customerId]/route.ts";
import { GET as listEvents } from "../v1/events/route.ts";
import { POST as refundOrder } from "../v1/orders/[orderSn]/refunds/route.ts";
import { GET as getOrder } from "../v1/orders/[orderSn]/route.ts";

export const POST = mcpRoute({
  "GET /api/v1/catalog": getCatalog,
  "GET /api/v1/customers/[customerId]": getCustomer,
  "GET /api/v1/customers/[customerId]/orders": listOrders,
  "GET /api/v1/customers/[customerId]/ledger": listLedger,
  "GET /api/v1/orders/[orderSn]": getOrder,
  "GET /api/v1/events": listEvents,
  "POST /api/v1/credits/grant": grantCredits,
  "POST /api/v1/orders/[orderSn]/refunds": refundOrder,
  "POST /api/v1/checkout-sessions": createCheckout,
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
