import { runOperations } from "@/lib/credits/run-operations.ts";
import { problemOf } from "@/lib/http/answer.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/credits/batch", {
  handle: async ({ body, context, request }) => {
    const outcomes = await runOperations(body.operations, context);
    const results = outcomes.map((outcome) =>
      "error" in outcome ? problemOf(outcome.error, request) : { status: 200 as const, ...outcome.done },
    );
    return { results };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
