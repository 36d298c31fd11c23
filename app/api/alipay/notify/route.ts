import { answerNotify } from "@/lib/http/notify.ts";
import { receiveNotify } from "@/lib/refunds/receive-notify.ts";

export const POST = answerNotify((body, now) => receiveNotify("alipay", body, now));
