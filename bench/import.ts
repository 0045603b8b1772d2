/**
 * Import: a history from a file through `orders:import`, a process of its own, beside the cheapest
 * way that the same rows could have come in: COPY into staging tables and a merge into the real ones.
 * One run of each, as the control's rows are those that the app left; `--rounds` changes nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bed, Bench, Report } from "./bed.ts";
import { exportRows, mergeRows, type Merged } from "./control-import.ts";
import { rounded } from "./figures.ts";
import { writeHistory, type WrittenHistory } from "./history-lines.ts";
import { runImport, type Imported } from "./import-run.ts";

const ORDERS = 1_000_000;
const SHOP = "past.example.myshopify.com";
/** The last order was placed then: the same seed makes the same file on any day. */
const UNTIL = Date.parse("2026-11-20T00:00:00Z");
/** The app settles every member and keeps why; the control only moves rows. */
const REQUIRED_RATIO = 0.4;
const AIM_PEAK_MB = 600;

type Measured = { history: WrittenHistory; app: Imported; control: Merged };

export const importing: Bench = {
  title: "a history from a file: orders/s and memory beside COPY and merge",
  run: async (bed) => {
    const orders = bed.orders ?? ORDERS;
    const folder = mkdtempSync(join(tmpdir(), "perennial-history-"));
    try {
      bed.say(`writing a history of ${orders} orders …`);
      const history = await writeHistory(join(folder, "orders.jsonl"), {
        seed: bed.seed,
        orders,
        until: UNTIL,
      });
      const databaseUrl = await bed.appDatabase("import_app", [SHOP]);
      const app = await runImport({ databaseUrl, shop: SHOP, file: history.file, say: bed.say });
      if (app.rows.orders !== orders) throw new Error(`${app.rows.orders} of ${orders} came in`);
      bed.say(`app: ${Math.round(orders / app.seconds)} orders/s, ${app.peakMb} MB`);
      const exported = await exportRows(databaseUrl);
      try {
        const control = await mergeRows(await bed.appDatabase("import_control", [SHOP]), exported);
        requireSame(app.rows, control.rows);
        bed.say(`control: ${Math.round(orders / control.seconds)} orders/s`);
        return reportOf({ history, app, control }, bed);
      } finally {
        exported.remove();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A side that wrote less would be fast. */
function requireSame(app: Imported["rows"], control: Imported["rows"]): void {
  for (const [table, count] of Object.entries(app)) {
    if (control[table] !== count)
      throw new Error(`${table}: ${count} rows of the app, ${control[table]} of the control`);
  }
}

function reportOf({ history, app, control }: Measured, bed: Bed): Report {
  const { orders, lines, bytes } = history;
  const perSecond = { app: orders / app.seconds, control: orders / control.seconds };
  const ratio = rounded(perSecond.app / perSecond.control);
  const rows = [
    { side: "app", orders, "orders/s": rounded(perSecond.app), seconds: rounded(app.seconds) },
    {
      side: "control",
      orders,
      "orders/s": rounded(perSecond.control),
      seconds: rounded(control.seconds),
    },
  ];
  return {
    tables: [
      {
        title: `app / control ${ratio} (required ${REQUIRED_RATIO}); peak memory of the app's process ${app.peakMb} MB`,
        rows,
      },
      { title: "what the seconds went to", rows: phaseRows(app.phases, control.phases) },
    ],
    json: {
      bench: "import",
      seed: bed.seed,
      ...{ orders, lines, fileBytes: bytes, rowsWritten: app.rows },
      required: { ratio: REQUIRED_RATIO },
      aim: { peakMb: AIM_PEAK_MB },
      meetsRequired: ratio >= REQUIRED_RATIO,
      ratio,
      app: { ...seconds(app), ordersPerSecond: rounded(perSecond.app), peakMb: app.peakMb },
      control: { ...seconds(control), ordersPerSecond: rounded(perSecond.control) },
    },
  };
}

function phaseRows(app: Imported["phases"], control: Merged["phases"]) {
  return Object.entries({ app, control }).flatMap(([side, phases]) =>
    Object.entries(phases).map(([phase, s]) => ({ side, phase, seconds: rounded(s) })),
  );
}

function seconds(side: { seconds: number; phases: Record<string, number> }) {
  const phases = Object.entries(side.phases).map(([phase, s]) => [phase, rounded(s)] as const);
  return { seconds: rounded(side.seconds), phases: Object.fromEntries(phases) };
}
