import { mkdirSync } from "node:fs";
import { createReadStream } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

export interface ResultFile {
  write(text: string): Promise<void>;
  /** Bytes written so far. */
  readonly size: number;
  close(): Promise<void>;
}

/** Where results lie until they expire, each under a key. */
export interface ResultFiles {
  /** Begins a file, over what an interrupted run may have left of it. */
  create(key: string): Promise<ResultFile>;
  size(key: string): Promise<number | null>;
  /** The bytes from one to another, the last one not included. */
  read(key: string, from: number, to: number): Readable;
  drop(key: string): Promise<void>;
}

/** Results on disk: an operation of any size takes no memory. */
export function resultsInFolder(folder: string): ResultFiles {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key: string) => join(folder, `${key}.jsonl`);
  return {
    async create(key) {
      const file = await open(pathOf(key), "w");
      let size = 0;
      return {
        get size() {
          return size;
        },
        async write(text) {
          const bytes = Buffer.from(text);
          // On an open file it goes on where the last write ended.
          await file.writeFile(bytes);
          size += bytes.length;
        },
        close: () => file.close(),
      };
    },
    async size(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    read: (key, from, to) =>
      from >= to ? Readable.from([]) : createReadStream(pathOf(key), { start: from, end: to - 1 }),
    drop: (key) => rm(pathOf(key), { force: true }),
  };
}

function* bytesOf(chunks: readonly Buffer[], from: number, to: number): Generator<Buffer> {
  let start = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, from - start), Math.max(0, to - start));
    if (part.length > 0) yield part;
    start += chunk.length;
  }
}

/** For a shop that keeps nothing. */
export function resultsInMemory(): ResultFiles {
  const kept = new Map<string, Buffer[]>();
  const sizeOf = (chunks: readonly Buffer[]) =>
    chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return {
    async create(key) {
      const chunks: Buffer[] = [];
      let size = 0;
      kept.set(key, chunks);
      return {
        get size() {
          return size;
        },
        async write(text) {
          const bytes = Buffer.from(text);
          chunks.push(bytes);
          size += bytes.length;
        },
        close: async () => undefined,
      };
    },
    async size(key) {
      const chunks = kept.get(key);
      return chunks === undefined ? null : sizeOf(chunks);
    },
    read: (key, from, to) => Readable.from(bytesOf(kept.get(key) ?? [], from, to)),
    async drop(key) {
      kept.delete(key);
    },
  };
}
