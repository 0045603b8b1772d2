import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { StartRefused } from "../start-refused.ts";
import { Refusal } from "../wire/refusal.ts";

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * An append-only file of one JSON value a line. A line is handed to the operating system before
 * `append` returns, so it outlives a kill -9 of the process; a line cut off in the middle, the
 * most that a crash can leave behind, is removed at the next start.
 */
export interface Journal {
  append(value: unknown): void;
  close(): void;
}

function readLines(file: number, onLine: (line: string) => void): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  let whole = 0;
  for (let position = 0; ;) {
    const read = readSync(file, chunk, 0, CHUNK_BYTES, position);
    if (read === 0) return whole;
    position += read;
    const bytes =
      rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      onLine(bytes.toString("utf8", from, end));
      whole += end + 1 - from;
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
}

export function openJournal(path: string, onValue: (value: unknown) => void): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, existsSync(path) ? "r+" : "w+");
  let number = 0;
  const length = readLines(file, (line) => {
    number += 1;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new Error(`${path}:${number} is not JSON; move the file away to start over`, { cause });
    }
    try {
      onValue(value);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new StartRefused(
        `${path}:${number} was written by another version, in which it could be carried out ` +
          `(${error.message}); move the file away, or start the demo with --reset`,
      );
    }
  });
  ftruncateSync(file, length);
  let position = length;
  return {
    append(value) {
      const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(file, bytes, written, bytes.length - written, position + written);
      }
      position += bytes.length;
    },
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}
