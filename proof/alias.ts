/** Loaded with --import: resolves what Next's bundler would, so that route files run in plain Node. */
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = resolve(import.meta.dirname, "..");
/** Next's package names its files without extensions. */
const BARE = /^next\/[a-z]+$/;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith("@/")) return next(pathToFileURL(resolve(ROOT, specifier.slice(2))).href, context);
    return next(BARE.test(specifier) ? `${specifier}.js` : specifier, context);
  },
});
