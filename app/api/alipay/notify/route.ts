import { answerNotify } from "@/lib/http/notify.ts";
import { MAX_NOTIFY_BYTES, receiveNotify } from "@/lib/payments/receive-notify.ts";

export const POST = answerNotify(receiveNotify, MAX_NOTIFY_BYTES);
