import { answerOpenApi } from "@/lib/http/openapi.ts";

export const GET = answerOpenApi;
