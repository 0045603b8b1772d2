/** The bytes of a history, from a file of this machine (.gz too) or from where Shopify put it. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** What was prepared isn't there (any more): asking anew is the way on. */
export class HistoryGone extends Error {
  override name = "HistoryGone";
}

const READ_BYTES = 1024 * 1024;
/** No byte for so long (ms): the connection is given up, and taken up again where it stood. */
const STALLED_MS = 60_000;

/** Offsets are of the plain bytes, packed or not. */
export async function* historyBytes(
  file: string,
  fromByte: number,
): AsyncGenerator<Uint8Array, void> {
  if (/^https?:/.test(file)) yield* fetched(file, fromByte);
  else if (file.endsWith(".gz")) yield* skipped(unpacked(file), fromByte);
  else yield* stored(file, fromByte);
}

async function* stored(file: string, start: number): AsyncGenerator<Uint8Array, void> {
  const stream = createReadStream(file, { start, highWaterMark: READ_BYTES });
  for await (const bytes of stream) yield bytes as Uint8Array;
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array, void> {
  const packed = createReadStream(file, { highWaterMark: READ_BYTES });
  const plain = createGunzip({ chunkSize: READ_BYTES });
  packed.on("error", (error) => plain.destroy(error));
  try {
    for await (const bytes of packed.pipe(plain)) yield bytes as Uint8Array;
  } finally {
    packed.destroy();
  }
}

/** Where nobody can begin in the middle, what was read before is read past. */
async function* skipped(
  bytes: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array, void> {
  let left = count;
  for await (const some of bytes) {
    if (some.byteLength <= left) left -= some.byteLength;
    else {
      yield left === 0 ? some : some.subarray(left);
      left = 0;
    }
  }
}

async function* fetched(url: string, fromByte: number): AsyncGenerator<Uint8Array, void> {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), STALLED_MS);
  try {
    const response = await fetch(url, {
      signal: stalled.signal,
      // A part is of the plain bytes; of a packed whole nobody could go on in the middle.
      headers: { range: `bytes=${fromByte}-`, "accept-encoding": "identity" },
    });
    if (response.status === 416) return; // everything was read before
    if (response.status === 403 || response.status === 404 || response.status === 410)
      throw new HistoryGone(`the prepared file answered ${response.status}`);
    if (!response.ok || !response.body)
      throw new Error(`the prepared file answered ${response.status}`);
    const bytes = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    const whole = response.status !== 206;
    for await (const some of whole ? skipped(bytes, fromByte) : bytes) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), STALLED_MS);
      yield some as Uint8Array;
    }
  } finally {
    clearTimeout(timer);
  }
}
