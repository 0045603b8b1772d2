/** A thread that reads blocks of a history: bytes in, columns out. */
import { parentPort } from "node:worker_threads";
import { readLines } from "./bulk-lines.server.ts";
import type { HasRead, ToRead } from "./history-blocks.server.ts";

const decoder = new TextDecoder("utf-8");

function read({ bytes, firstLine }: ToRead): HasRead {
  const { parts, lines, orders, skipped, problems } = readLines(decoder.decode(bytes), firstLine);
  return {
    read: {
      ...{ lines, orders, skipped, problems },
      orderIds: parts.map((part) => part.orderId),
      customerIds: parts.map((part) => part.facts?.snapshot?.customerId ?? null),
      placedAt: parts.map((part) => part.facts?.snapshot?.placedAt ?? null),
      facts: parts.map((part) => part.facts && JSON.stringify(part.facts)),
      loose: parts.map((part) => (part.loose.length > 0 ? JSON.stringify(part.loose) : null)),
    },
  };
}

parentPort?.on("message", (wanted: ToRead) => {
  let answer: HasRead;
  try {
    answer = read(wanted);
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(answer);
});
