import { AppError } from "../core/errors.ts";
import { isStorable } from "../core/text.ts";

/** Upper bound of a JSON body. */
export const MAX_JSON_BYTES = 16_384;

/** Reads the body; stops as soon as it is too large. Null: more than `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return null;
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Throws VALIDATION_FAILED (400). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "string" && !isStorable(value)) throw new SyntaxError("a text that cannot be kept");
      return value;
    });
  } catch {
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "body", message: "不是有效的 JSON" }] });
  }
}

/** Reads a JSON body. Throws UNSUPPORTED_MEDIA_TYPE (415), BODY_TOO_LARGE (413), VALIDATION_FAILED (400). */
export async function readJson(request: Request, maxBytes = MAX_JSON_BYTES): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const bytes = await readBytes(request, maxBytes);
  if (!bytes) throw new AppError("BODY_TOO_LARGE");
  return parseJson(bytes.toString("utf8"));
}
