/** What a service key asked under an Idempotency-Key, for the wrapper, which knows no room. */
export { askedRequest, rememberRequest, requireSameRequest } from "../accounts/once-per-key.ts";
