import { answerLlms } from "@/lib/http/llms.ts";

export const GET = answerLlms;
