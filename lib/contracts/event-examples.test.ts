import { expect, test } from "vitest";
import { eventExample } from "./event-examples.ts";
import { EVENT_DATA, EVENT_TYPES, eventView } from "./events.ts";

test.each(EVENT_TYPES)("the example of %s is such an event", (type) => {
  const { when, event } = eventExample(type);
  expect(when).not.toBe("");
  expect(EVENT_DATA[type].parse(event.data)).toEqual(event.data);
  expect(eventView.parse(event)).toEqual(event);
});
