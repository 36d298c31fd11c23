import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/key", {
  handle: ({ key: { id, name, scopes } }) => Promise.resolve({ id: Number(id), name, scopes }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
