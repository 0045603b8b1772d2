import { DAY_MS } from "./calendar.ts";
import { findOrdersFile, linesInTimeOrder, surveyFile } from "./dataset-file.ts";
import { parseDatasetLine } from "./dataset-format.ts";
import { DatasetReader } from "./dataset-reader.ts";
import { emptyReport, PROBLEMS_MAX } from "./dataset-report.ts";
import type { DatasetReport } from "./dataset-report.ts";
import type { HistoryEvent } from "./history.ts";
import { iso } from "./order-life.ts";

export interface DatasetSetting {
  /** Folder with orders.jsonl.gz or orders.jsonl (or such a file itself). */
  dir: string;
  /** Prices are taken to be in this currency, tax free. */
  currency: string;
  /** Where customers live whose country is unknown. */
  homeCountryCode?: string;
  /**
   * ISO 8601. Moves all dates by whole weeks (weekdays and hours stay) so that the last order falls
   * in the week before it. Absent: dates stay.
   */
  until?: string;
}

export interface DatasetHistory {
  events: AsyncGenerator<HistoryEvent, void, undefined>;
  /** Fills as the events are read; complete after the last one. */
  report: DatasetReport;
  /** Invoices that the file has, for progress. */
  invoices: number;
  /** ISO 8601, after any shift. */
  from: string;
  to: string;
}

const WEEK_MS = 7 * DAY_MS;

/** Reads the file twice: once to know its span, then event by event. Throws DatasetError if it is no history. */
export async function loadDataset(setting: DatasetSetting): Promise<DatasetHistory> {
  const survey = await surveyFile(findOrdersFile(setting.dir));
  const shiftMs = shiftFor(survey.lastAt, setting.until);
  const report = emptyReport();
  const reader = new DatasetReader({ ...setting, shiftMs }, report);
  async function* events(): AsyncGenerator<HistoryEvent, void, undefined> {
    for await (const { number, text } of linesInTimeOrder(survey)) {
      const problem = (reason: string) => {
        if (report.problems.length < PROBLEMS_MAX)
          report.problems.push({ file: survey.file, line: number, reason });
      };
      yield* reader.read(parseDatasetLine(text), problem);
    }
  }
  return {
    events: events(),
    report,
    invoices: survey.orders,
    from: iso(survey.firstAt + shiftMs),
    to: iso(survey.lastAt + shiftMs),
  };
}

function shiftFor(lastAt: number, until: string | undefined): number {
  if (until === undefined) return 0;
  const end = Date.parse(until);
  if (Number.isNaN(end))
    throw new RangeError(`until must be an instant in ISO 8601, not "${until}"`);
  return Math.floor((end - lastAt) / WEEK_MS) * WEEK_MS;
}
