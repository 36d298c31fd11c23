/**
 * The header by which a page of ours names the member that it was drawn for (their id). The cookie may be another member's
 * by now: another tab signed out and in. Other clients need not send it.
 */
export const DRAWN_FOR_HEADER = "x-zhangfang-member";
