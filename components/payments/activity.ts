/** The events by which one sees that somebody is at the page. */
export const ACTIVITY_EVENTS = ["pointermove", "pointerdown", "keydown"] as const;
