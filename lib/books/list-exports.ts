import type { ExportView } from "../contracts/exports.ts";
import { findExports } from "./export-store.ts";
import { exportView } from "./view.ts";

/** The last exports, newest first, each with its rows and checksum where the whole file was given out. One read. */
export async function listExports(): Promise<{ list: ExportView[] }> {
  return { list: (await findExports()).map(exportView) };
}
