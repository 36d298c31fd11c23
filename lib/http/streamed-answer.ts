import { log } from "../log.ts";
import { JSON_HEADERS, SUCCESS } from "./answer.ts";

/** What a file is, and the name under which it is saved. */
interface FileFacts {
  readonly type: string;
  readonly name: string;
}

/**
 * 200 with a file to download, piece by piece. What reads slowly is waited for, and whoever goes away ends the reading. A
 * failure before the first piece is thrown, so that it is answered as any other; a later one breaks the connection, so that
 * no reader takes what there is for the whole.
 */
export async function streamedFile(
  pieces: AsyncGenerator<Uint8Array, void>,
  { type, name }: FileFacts,
): Promise<Response> {
  let piece = await pieces.next();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (piece.done) return controller.close();
        controller.enqueue(piece.value);
        try {
          piece = await pieces.next();
        } catch (error) {
          log.error({ name, error }, "a download was broken off");
          throw error;
        }
      },
      cancel: async () => {
        await pieces.return();
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: headersOf({ type, name }) });
}

/** To be saved, never to be shown: no browser runs what is in it. */
function headersOf({ type, name }: FileFacts): Record<string, string> {
  return {
    "content-type": type,
    "cache-control": "no-store",
    "content-disposition": `attachment; filename="${name}"`,
  };
}

/** 200 with a small file that is in memory, of whatever format. */
export function fileAnswer({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Response {
  const type = "application/octet-stream";
  return new Response(Uint8Array.from(bytes), { headers: headersOf({ type, name }) });
}

/** The same of the mall envelope around `data`, the pieces of one JSON text. */
export function streamedAnswer(data: AsyncGenerator<string, void>, name: string): Promise<Response> {
  return streamedFile(enveloped(data), { type: JSON_HEADERS["content-type"], name });
}

async function* enveloped(data: AsyncGenerator<string, void>): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  const first = await data.next();
  yield encoder.encode(`${JSON.stringify(SUCCESS).slice(0, -1)},"data":${first.value ?? "null"}`);
  for await (const piece of data) yield encoder.encode(piece);
  yield encoder.encode("}");
}
