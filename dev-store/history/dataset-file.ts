import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { parseDatasetLine } from "./dataset-format.ts";

export interface FileLine {
  number: number;
  text: string;
}

/** A first look at the file: how much there is, from when to when, and whether it is in time order. */
export interface FileSurvey {
  file: string;
  orders: number;
  firstAt: number;
  lastAt: number;
  sorted: boolean;
}

const FILE_NAMES = ["orders.jsonl.gz", "orders.jsonl"] as const;
const SAMPLE =
  '{"order":"536365","user":"17850","at":"2010-12-01T08:26:00Z","country":"United Kingdom","items":[…]}';
/** A file whose first lines are all unreadable is another format, not a history with a few bad lines. */
const BAD_LINES_TO_REFUSE = 20;

/** A data set that cannot be loaded at all, said in one line. */
export class DatasetError extends Error {
  override name = "DatasetError";
}

export function findOrdersFile(dir: string): string {
  if (existsSync(dir) && statSync(dir).isFile()) return dir;
  const found = FILE_NAMES.map((name) => join(dir, name)).find((path) => existsSync(path));
  if (found === undefined) throw new DatasetError(`${dir} has neither ${FILE_NAMES.join(" nor ")}`);
  return found;
}

/** Lines that are not blank, numbered from 1 as editors do. */
export async function* linesOf(file: string): AsyncGenerator<FileLine> {
  const source = createReadStream(file);
  const gunzip = file.endsWith(".gz") ? createGunzip() : null;
  // Pipes don't pass errors on; readline throws those of its own input.
  if (gunzip) source.once("error", (error) => gunzip.destroy(error)).pipe(gunzip);
  const lines = createInterface({ input: gunzip ?? source, crlfDelay: Infinity });
  try {
    let number = 0;
    for await (const text of lines) {
      number++;
      if (text.trim() !== "") yield { number, text };
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new DatasetError(`${file} cannot be read: ${error.message}`, { cause: error });
  } finally {
    lines.close();
    source.destroy();
    gunzip?.destroy();
  }
}

export async function surveyFile(file: string): Promise<FileSurvey> {
  const survey: FileSurvey = {
    file,
    orders: 0,
    firstAt: Infinity,
    lastAt: -Infinity,
    sorted: true,
  };
  let firstBad: string | null = null;
  let bad = 0;
  for await (const { number, text } of linesOf(file)) {
    const order = parseDatasetLine(text);
    if (typeof order === "string") {
      bad++;
      firstBad ??= `line ${number}: ${order}`;
      if (survey.orders === 0 && bad >= BAD_LINES_TO_REFUSE) break;
      continue;
    }
    survey.orders++;
    if (order.at < survey.lastAt) survey.sorted = false;
    survey.firstAt = Math.min(survey.firstAt, order.at);
    survey.lastAt = Math.max(survey.lastAt, order.at);
  }
  if (survey.orders === 0) {
    throw new DatasetError(
      `${file} is no order history: ${firstBad ?? "it is empty"}. A line should read ${SAMPLE}`,
    );
  }
  return survey;
}

/** In time order; orders of the same instant keep the file's. Only a file that isn't sorted is held in memory. */
export async function* linesInTimeOrder(survey: FileSurvey): AsyncGenerator<FileLine> {
  if (survey.sorted) {
    yield* linesOf(survey.file);
    return;
  }
  const lines: { at: number; line: FileLine }[] = [];
  for await (const line of linesOf(survey.file)) {
    const order = parseDatasetLine(line.text);
    lines.push({ at: typeof order === "string" ? -Infinity : order.at, line });
  }
  lines.sort((a, b) => a.at - b.at || a.line.number - b.line.number);
  for (const { line } of lines) yield line;
}
