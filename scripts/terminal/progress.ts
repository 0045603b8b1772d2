/**
 * Progress in a terminal: one line that is drawn over itself, with a bar. Into a file or a pipe it is
 * plain lines, one a second at most.
 */
const PLAIN_EVERY_MS = 1_000;
const BAR_CELLS = 24;
const WHAT_CELLS = 34;
const COLUMNS_DEFAULT = 80;
const CLEAR_LINE = "\r\u001b[2K";

export type Shown = {
  /** What is being done, in a few words. */
  what: string;
  /** How much of it, 0 to 1; null while nobody can say. */
  share: number | null;
  /** Figures: "1,290 orders". */
  told: string;
};

type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number };

export class Progress {
  readonly #out: Out;
  readonly #clock: () => number;
  #plainAt = Number.NEGATIVE_INFINITY;
  #what: string | null = null;
  /** The last plain line: nobody reads the same one twice. */
  #line = "";
  #drawn = false;

  constructor(out: Out = process.stdout, clock: () => number = () => performance.now()) {
    this.#out = out;
    this.#clock = clock;
  }

  /** A line of its own, above whatever is under way. */
  tell(line: string): void {
    this.#clear();
    this.#out.write(`${line}\n`);
  }

  /** The step under way; another `what` begins another line. */
  show(shown: Shown): void {
    const another = shown.what !== this.#what;
    const line = lineOf(shown);
    if (line === this.#line) return;
    this.#what = shown.what;
    if (this.#out.isTTY === true) {
      this.#out.write(CLEAR_LINE + line.slice(0, (this.#out.columns ?? COLUMNS_DEFAULT) - 1));
      this.#drawn = true;
      return;
    }
    if (!another && this.#clock() - this.#plainAt < PLAIN_EVERY_MS) return;
    this.#plainAt = this.#clock();
    this.#line = line;
    this.#out.write(`${line}\n`);
  }

  /** The step's last line, which stays: the bar is full, if it had one. */
  done({ what, share, told }: Shown): void {
    const line = lineOf({ what, share: share === null ? null : 1, told });
    this.#clear();
    if (line !== this.#line) this.#out.write(`${line}\n`);
    this.#what = null;
    this.#line = "";
  }

  #clear(): void {
    if (this.#drawn) this.#out.write(CLEAR_LINE);
    this.#drawn = false;
  }
}

function lineOf({ what, share, told }: Shown): string {
  if (share === null) return `${what.padEnd(WHAT_CELLS)} ${told}`.trimEnd();
  const part = Math.min(1, Math.max(0, share));
  const full = Math.floor(part * BAR_CELLS);
  const bar = "#".repeat(full).padEnd(BAR_CELLS, "-");
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  return `${what.padEnd(WHAT_CELLS)} [${bar}] ${percent}  ${told}`.trimEnd();
}

export function number(value: number): string {
  return value.toLocaleString("en-GB");
}
