import { cronOn } from "./crons.ts";
import type { Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

export const EVENTS: Repertoire = {
  "instances send events at once": {
    weight: 2,
    play: async (world) => {
      await Promise.all(world.instances.living().map((instance) => cronOn(instance, "deliver-webhooks", world)));
    },
  },
};

/** At rest: every event was taken, those of a member in their order, and nothing was taken that is no event. */
export async function checkEvents({ database, hearing, findings }: World): Promise<void> {
  const events = await database.ask<{ id: string; member: string; type: string }>(
    "select event_no as id, member_id::text as member, type from sys_event order by position",
  );
  const places = new Map([...hearing.taken].map((id, place) => [id, place]));
  const last = new Map<string, number>();
  for (const { id, member, type } of events) {
    const place = places.get(id);
    places.delete(id);
    if (place === undefined) findings.violate("event", `${type} ${id} was never taken`);
    else if (place < (last.get(member) ?? -1)) findings.violate("event", `${type} ${id} came before an earlier one`);
    last.set(member, Math.max(place ?? -1, last.get(member) ?? -1));
  }
  for (const id of places.keys()) findings.violate("event", `${id} is none of the shop's`);
  findings.count("events", events.length);
}
