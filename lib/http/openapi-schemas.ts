import { z } from "zod";

export type Json = Readonly<Record<string, unknown>>;

/** input: what a caller may send · output: what is read out of it, or answered. */
export type Direction = "input" | "output";

/** Writes zod schemas as JSON Schema 2020-12. A schema with an id is written once, and referred to. */
export interface SchemaWriter {
  readonly write: (schema: z.ZodType, direction: Direction) => Json;
  /** The schemas with an id so far, by id: `components.schemas`. */
  readonly shared: () => Json;
}

export function schemaWriter(): SchemaWriter {
  const shared: Record<string, unknown> = {};
  return {
    shared: () => Object.fromEntries(Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1))),
    write: (schema, direction) => {
      // Inside of another one, so that a schema with an id becomes a reference too.
      const outer = z.toJSONSchema(z.object({ it: schema }), { io: direction, override: makeReadable(direction) });
      const { properties, $defs = {} } = JSON.parse(
        JSON.stringify(outer).replaceAll('"#/$defs/', '"#/components/schemas/'),
      ) as { properties: { it: Json }; $defs?: Json };
      Object.assign(shared, $defs);
      return properties.it;
    },
  };
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

/** Removes noise from the schema. */
function makeReadable(direction: Direction): Override {
  return ({ jsonSchema: json }) => {
    if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
    if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
    // The format is enough; zod's pattern for a date is very long.
    if (json.format !== undefined) delete json.pattern;
    const values = json.enum ?? [json.const];
    if (json.type === "number" && values.every(Number.isInteger)) json.type = "integer";
    // A body with an unknown field is refused. An answer may get another field one day, and its readers should expect it.
    if (direction === "output" && json.additionalProperties === false) delete json.additionalProperties;
  };
}
