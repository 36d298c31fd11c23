/** A picture whose address changes with its content, so that it may be kept. */
export function pngAnswer(png: Uint8Array): Response {
  return new Response(new Uint8Array(png), {
    headers: { "content-type": "image/png", "cache-control": "public, max-age=31536000, immutable" },
  });
}
