import type { Line } from "./lines.ts";

/** Lines that are held back to be let go in another order. */
const HELD_MAX = 2_000;

/**
 * Without groupObjects nothing says where an object's children are. Lines come out in an order that
 * only the seed decides, and the first is a child whose parent is still to come: a reader that
 * takes parents to come first fails at once, not once in a while.
 */
export class Scatter {
  readonly #held: Line[] = [];
  readonly #random: () => number;
  #began = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  get held(): number {
    return this.#held.length;
  }

  /** Takes lines in and gives back what there is no more room for. */
  add(lines: readonly Line[]): string {
    for (const line of lines) this.#held.push(line);
    return this.#letGo(this.#held.length - HELD_MAX);
  }

  /** Lets go of as many lines, or of all. */
  release(count: number = this.#held.length): string {
    return this.#letGo(count);
  }

  #letGo(count: number): string {
    let text = "";
    for (let left = count; left > 0; left -= 1) text += this.#draw();
    return text;
  }

  #draw(): string {
    const drawn = this.#began
      ? Math.floor(this.#random() * this.#held.length)
      : Math.max(
          0,
          this.#held.findLastIndex(({ nested }) => nested),
        );
    this.#began = true;
    const line = this.#held[drawn];
    const last = this.#held.pop();
    if (line === undefined || last === undefined) return "";
    if (last !== line) this.#held[drawn] = last;
    return line.text;
  }
}
