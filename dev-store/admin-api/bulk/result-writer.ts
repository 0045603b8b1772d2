import { seededRandom } from "../../webhooks/faults.ts";
import { linesOf } from "./lines.ts";
import type { NodePlan } from "./plan.ts";
import type { ResultFile, ResultFiles } from "./result-files.ts";
import { Scatter } from "./scatter.ts";

interface Result {
  key: string;
  plan: NodePlan;
  grouped: boolean;
  seed: number;
}

/** Writes objects as lines: each below its parent, or wherever chance has it. */
export class ResultWriter {
  readonly #files: ResultFiles;
  readonly #result: Result;
  readonly #scatter: Scatter | null;
  #file: ResultFile | null = null;
  objects = 0;
  roots = 0;

  constructor(files: ResultFiles, result: Result) {
    this.#files = files;
    this.#result = result;
    this.#scatter = result.grouped ? null : new Scatter(seededRandom(result.seed));
  }

  get began(): boolean {
    return this.#file !== null;
  }

  get size(): number {
    return this.#file?.size ?? 0;
  }

  async open(): Promise<void> {
    this.#file = await this.#files.create(this.#result.key);
  }

  async write(nodes: readonly Record<string, unknown>[]): Promise<void> {
    const lines = nodes.flatMap((node) => linesOf(node, this.#result.plan));
    this.objects += lines.length;
    this.roots += nodes.length;
    await this.#put(this.#scatter?.add(lines) ?? lines.map(({ text }) => text).join(""));
  }

  async complete(): Promise<void> {
    await this.#put(this.#scatter?.release() ?? "");
  }

  /** Leaves the file as a failure would: of the lines held back some never arrive. */
  async breakOff(): Promise<void> {
    if (this.#scatter !== null)
      await this.#put(this.#scatter.release(Math.ceil(this.#scatter.held / 2)));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #put(text: string): Promise<void> {
    if (text !== "") await this.#file?.write(text);
  }
}
