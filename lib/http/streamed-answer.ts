import { JSON_HEADERS, SUCCESS } from "./answer.ts";

/**
 * 200 with the mall envelope around `data`, the pieces of one JSON text, as a file to download. What reads slowly is waited
 * for. A failure before the first piece is thrown, so that it is answered as any other; a later one breaks the download off.
 */
export async function streamedAnswer(data: AsyncGenerator<string, void>, fileName: string): Promise<Response> {
  const first = await data.next();
  const encoder = new TextEncoder();
  const before = `${JSON.stringify(SUCCESS).slice(0, -1)},"data":`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(before + (first.value ?? "null"))),
    pull: async (controller) => {
      const { done, value } = await data.next();
      controller.enqueue(encoder.encode(done ? "}" : value));
      if (done) controller.close();
    },
    cancel: async () => {
      await data.return();
    },
  });
  return new Response(body, {
    headers: { ...JSON_HEADERS, "content-disposition": `attachment; filename="${fileName}"` },
  });
}
