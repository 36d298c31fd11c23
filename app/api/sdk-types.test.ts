import openapiTypes, { astToString } from "openapi-typescript";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { openApiDocument } from "../../lib/http/openapi.ts";

const FILE = "packages/sdk/src/generated.ts";

type Named = Readonly<Record<string, unknown>>;

interface Document {
  readonly paths: Named;
  readonly components: { readonly schemas: Named };
}

/** The names of all schemas that a part of the document refers to, and those that they refer to. */
function schemasIn(part: unknown, schemas: Named, found = new Set<string>()): Set<string> {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (found.has(name!)) continue;
    found.add(name!);
    schemasIn(schemas[name!], schemas, found);
  }
  return found;
}

/** The addresses of the product's own back end, and nothing of the others. */
function serviceDocument(): object {
  const { paths, components, ...others } = openApiDocument() as unknown as Document;
  const ours = Object.fromEntries(Object.entries(paths).filter(([path]) => path.startsWith("/api/v1/")));
  const names = schemasIn(ours, components.schemas);
  const schemas = Object.fromEntries(Object.entries(components.schemas).filter(([name]) => names.has(name)));
  return { ...others, paths: ours, components: { ...components, schemas } };
}

// `vitest run app/api/sdk-types.test.ts -u` writes them again.
test("the types of the SDK are those of the document", async () => {
  const types = await openapiTypes(JSON.stringify(serviceDocument()));
  const text = `// Made from /api/openapi.json by app/api/sdk-types.test.ts.\n\n${astToString(types)}`;
  const formatted = await format(text, { ...(await resolveConfig(FILE)), filepath: FILE });
  await expect(formatted).toMatchFileSnapshot(`../../${FILE}`);
});
