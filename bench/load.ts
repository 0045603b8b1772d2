/**
 * The load: prepared requests over kept-alive sockets, with as little work per request as can be
 * (it shares the machine with what it measures). Either as fast as a number of connections goes, or
 * at fixed instants, where a late answer delays no later request and the wait counts (no
 * coordinated omission).
 */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const HEAD_END = Buffer.from("\r\n\r\n");
/** An answer to a webhook is a few hundred bytes; more is not an answer. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** Nothing is waited for longer than that (ms). */
const ANSWER_WAIT_MS = 30_000;
const TICK_MS = 1;
const LOST = "lost";

export type LoadResult = {
  seconds: number;
  /** One per request, in no order. */
  latenciesMs: number[];
  /** Requests by the status of their answer, "lost" without one. */
  statuses: Record<string, number>;
};

/** Every connection sends the next request as soon as it has its answer. */
export async function sendAll(
  port: number,
  connections: number,
  requests: readonly Buffer[],
): Promise<LoadResult> {
  const lines = await Promise.all(Array.from({ length: connections }, () => Line.open(port)));
  const result: LoadResult = { seconds: 0, latenciesMs: [], statuses: {} };
  let next = 0;
  const start = performance.now();
  await Promise.all(
    lines.map(async (line) => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const sent = performance.now();
        count(result, await line.send(request), sent);
      }
    }),
  );
  result.seconds = (performance.now() - start) / 1_000;
  for (const line of lines) line.close();
  return result;
}

export type DueRequest = { atMs: number; request: Buffer };

/** Sends each request at its instant (`requests` ascend by it); latency counts from that instant. */
export async function sendOnTime(
  port: number,
  connections: number,
  requests: readonly DueRequest[],
): Promise<LoadResult> {
  const idle = await Promise.all(Array.from({ length: connections }, () => Line.open(port)));
  const lines = [...idle];
  const result: LoadResult = { seconds: 0, latenciesMs: [], statuses: {} };
  const underWay = new Set<Promise<void>>();
  let next = 0;
  const start = performance.now();
  const sendDue = (): void => {
    const now = performance.now() - start;
    for (let due = requests[next]; due && due.atMs <= now; due = requests[next]) {
      const line = idle.shift(); // in turn: a server closes what it hasn't heard of for seconds
      if (!line) return;
      next += 1;
      const answered = sendOne(line, due, start, result).then(() => {
        idle.push(line);
        underWay.delete(answered);
        sendDue();
      });
      underWay.add(answered);
    }
  };
  while (next < requests.length) {
    sendDue();
    await sleep(TICK_MS);
  }
  await Promise.all(underWay);
  result.seconds = (performance.now() - start) / 1_000;
  for (const line of lines) line.close();
  return result;
}

async function sendOne(
  line: Line,
  due: DueRequest,
  start: number,
  result: LoadResult,
): Promise<void> {
  count(result, await line.send(due.request), start + due.atMs);
}

function count(result: LoadResult, status: string, since: number): void {
  result.latenciesMs.push(performance.now() - since);
  result.statuses[status] = (result.statuses[status] ?? 0) + 1;
}

/** One connection: one request at a time. */
class Line {
  readonly #socket: Socket;
  #answer: Buffer = Buffer.alloc(0);
  #settle: ((status: string) => void) | undefined;

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => {
        socket.off("error", reject);
        resolve(new Line(socket));
      });
      socket.once("error", reject);
    });
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(ANSWER_WAIT_MS, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#answered(LOST));
  }

  send(request: Buffer): Promise<string> {
    if (this.#socket.destroyed) return Promise.resolve(LOST);
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.end();
  }

  #read(chunk: Buffer): void {
    const answer = this.#answer.length === 0 ? chunk : Buffer.concat([this.#answer, chunk]);
    const headEnd = answer.indexOf(HEAD_END);
    if (headEnd === -1 || answer.length < headEnd + HEAD_END.length + bodyLength(answer, headEnd)) {
      if (answer.length > ANSWER_BYTES_MAX) this.#socket.destroy();
      this.#answer = answer;
      return;
    }
    this.#answer = Buffer.alloc(0);
    this.#answered(answer.toString("latin1", 9, 12));
  }

  #answered(status: string): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(status);
  }
}

function bodyLength(answer: Buffer, headEnd: number): number {
  const head = answer.toString("latin1", 0, headEnd);
  return Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
}
