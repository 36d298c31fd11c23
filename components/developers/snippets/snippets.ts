import { curlSnippets } from "./curl.ts";
import { goSnippets } from "./go.ts";
import { javaSnippets } from "./java.ts";
import { nodeSnippets } from "./node.ts";
import { pythonSnippets } from "./python.ts";
import type { Language, Place, Snippets } from "./step.ts";

/** The quick start in every language, with the addresses of this shop. */
export function snippetsOf(place: Place): Readonly<Record<Language, Snippets>> {
  return {
    curl: curlSnippets(place),
    Node: nodeSnippets(place),
    Python: pythonSnippets(place),
    Java: javaSnippets(place),
    Go: goSnippets(place),
  };
}
