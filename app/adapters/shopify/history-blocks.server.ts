/**
 * A history cut into blocks of whole lines. Each is read by a thread of its own, so that whoever
 * waits for an answer of this process isn't kept waiting by a million lines; the next block is read
 * while the one before is written.
 */
import { Worker } from "node:worker_threads";
import type { LineProblem } from "../../domain/imports/import-progress.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { historyBytes } from "./history-bytes.server.ts";

/** What a block says of orders, column by column; JSON stays text until a table takes it. */
export type PartColumns = {
  orderIds: Id[];
  customerIds: (Id | null)[];
  placedAt: (Instant | null)[];
  facts: (string | null)[];
  loose: (string | null)[];
};

export type Block = PartColumns & {
  /** Of its first byte, and of the first after it. */
  atByte: number;
  endByte: number;
  lines: number;
  orders: number;
  skipped: number;
  problems: LineProblem[];
};

export type Position = { atByte: number; line: number };
export type ToRead = { bytes: Uint8Array; firstLine: number };
export type HasRead =
  { read: PartColumns & Omit<Block, keyof PartColumns | "atByte" | "endByte"> } | { error: string };

/**
 * As much is written in one step: about a thousand orders. Larger ones take longer to read, not less: what
 * lives until a block's end is copied from one generation of the heap to the next.
 */
const BLOCK_BYTES = 1024 * 1024;
/** Of the reading thread (MB): a heap that may grow as far as the machine allows does, before anything is freed. */
const THREAD_HEAP = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 48 };
/** A longer line is no line of a history. */
const LINE_BYTES_MAX = 32 * 1024 * 1024;
const NEWLINE = 10;

/** From `from` on, to the end of the file. */
export async function* historyBlocks(file: string, from: Position): AsyncGenerator<Block, void> {
  const reader = new ReaderThread();
  try {
    let line = from.line;
    let ahead: Promise<Block> | null = null;
    for await (const cut of cutAtLines(historyBytes(file, from.atByte), from.atByte)) {
      // Lines are counted before the block is read, so that two can be under way.
      const firstLine = line;
      line += cut.lines;
      const next = reader.read(cut, firstLine);
      if (ahead) {
        // Where the reader of blocks gives up, nobody is left to hear of the one ahead.
        next.catch(() => undefined);
        yield await ahead;
      }
      ahead = next;
    }
    if (ahead) yield await ahead;
  } finally {
    await reader.stop();
  }
}

type Cut = { bytes: Uint8Array; atByte: number; lines: number };

async function* cutAtLines(
  bytes: AsyncIterable<Uint8Array>,
  fromByte: number,
): AsyncGenerator<Cut, void> {
  let atByte = fromByte;
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const some of bytes) {
    pending.push(some);
    size += some.byteLength;
    if (size < BLOCK_BYTES) continue;
    const all = Buffer.concat(pending, size);
    const end = all.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && size > LINE_BYTES_MAX)
      throw new Error(`byte ${atByte}: a line of more than ${LINE_BYTES_MAX} bytes`);
    if (end > 0) yield { bytes: all.subarray(0, end), atByte, lines: linesIn(all, end) };
    atByte += end;
    pending = [all.subarray(end)];
    size -= end;
  }
  if (size === 0) return;
  const rest = Buffer.concat(pending, size);
  const open = rest.at(-1) === NEWLINE ? 0 : 1;
  yield { bytes: rest, atByte, lines: linesIn(rest, size) + open };
}

function linesIn(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1))
    lines += 1;
  return lines;
}

type Waiting = { resolve: (answer: HasRead) => void; reject: (error: Error) => void };

class ReaderThread {
  readonly #worker = new Worker(new URL("./history-thread.server.ts", import.meta.url), {
    resourceLimits: THREAD_HEAP,
  });
  readonly #waiting: Waiting[] = [];

  constructor() {
    this.#worker.on("message", (answer: HasRead) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the reading thread ended")));
  }

  async read({ bytes, atByte }: Cut, firstLine: number): Promise<Block> {
    const answer = await new Promise<HasRead>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const message: ToRead = { bytes, firstLine };
      this.#worker.postMessage(message);
    });
    if ("error" in answer) throw new Error(answer.error);
    return { ...answer.read, atByte, endByte: atByte + bytes.byteLength };
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    const problem = error instanceof Error ? error : new Error(String(error));
    for (const waiting of this.#waiting.splice(0)) waiting.reject(problem);
  }
}
