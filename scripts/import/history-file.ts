/** The file of an import, looked at before anything is begun: which it is, and whether it can be one. */
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { historyBytes } from "../../app/adapters/shopify/history-bytes.server.ts";
import { readLines } from "../../app/adapters/shopify/bulk-lines.server.ts";
import { UsageError } from "../commands/run-command.ts";

/** `bytes`: of what it holds; null when it is packed. */
export type HistoryFile = { file: string; fileMark: string; bytes: number | null };

/** Of the file's beginning: hashed to know it again, and read to see what it is. */
const HEAD_BYTES = 256 * 1024;

export async function describeHistoryFile(given: string): Promise<HistoryFile> {
  const file = path.resolve(given);
  const size = await sizeOf(file, given);
  await requireHistory(file, given);
  const fileMark = `${size}-${await hashOfHead(file)}`;
  return { file, fileMark, bytes: file.endsWith(".gz") ? null : size };
}

async function sizeOf(file: string, given: string): Promise<number> {
  const found = await stat(file).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--file: ${given} can't be read: ${reason}`);
  });
  if (!found.isFile()) throw new UsageError(`--file: ${given} is not a file`);
  if (found.size === 0) throw new UsageError(`--file: ${given} is empty`);
  return found.size;
}

async function hashOfHead(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return createHash("sha256").update(buffer.subarray(0, bytesRead)).digest("hex");
  } finally {
    await handle.close();
  }
}

/** Single lines may be no use; a file whose beginning has no usable line is another kind of file. */
async function requireHistory(file: string, given: string): Promise<void> {
  const { parts, problems } = readLines(await headOf(file, given), 1);
  if (parts.some((part) => part.facts || part.loose.some((each) => "line" in each))) return;
  const [first] = problems;
  throw new UsageError(
    `--file: ${given}, line ${first?.line ?? 1}: ${first?.reason ?? "nothing there"}; ` +
      "what is expected is the JSONL of the app's bulk query, one order or line item a line",
  );
}

/** Whole lines, unless the first alone is longer. */
async function headOf(file: string, given: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const bytes of historyBytes(file, 0)) {
      pieces.push(bytes);
      size += bytes.byteLength;
      if (size >= HEAD_BYTES) break;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--file: ${given} can't be read: ${reason}`);
  }
  const text = Buffer.concat(pieces).toString("utf8");
  const end = text.lastIndexOf("\n");
  return size >= HEAD_BYTES && end > 0 ? text.slice(0, end) : text;
}
