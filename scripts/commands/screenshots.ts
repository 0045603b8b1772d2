/**
 * `npm run screenshots [-- NAME …]`: every page and storefront surface of the running demo, wide and
 * narrow, in several languages, filled, empty and in error, into screenshots/, with axe on each.
 * Start `npm run demo` first. A NAME takes only pictures that begin with it. Exit 1 when axe, the
 * console or a page complains.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launchBrowser } from "../../tests/support/browser.ts";
import { adminShots } from "../screenshots/admin-shots.ts";
import { hostedShots } from "../screenshots/hosted-shots.ts";
import { findPlace } from "../screenshots/place.ts";
import { storefrontShots } from "../screenshots/storefront-shots.ts";
import { take } from "../screenshots/take.ts";
import { runCommand, UsageError } from "./run-command.ts";

const OUT_DIR = path.join(import.meta.dirname, "..", "..", "screenshots");
const WIDTHS = [1280, 390];

async function main(names: string[]): Promise<number> {
  const app = `http://localhost:${process.env["PORT"] ?? "3000"}`;
  const store = `http://localhost:${process.env["DEV_STORE_PORT"] ?? "3001"}`;
  await mustRun(store);
  const place = await findPlace(app, store);
  const all = [...adminShots(place), ...hostedShots(place), ...storefrontShots(place)];
  const wanted = all.filter(
    ({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)),
  );
  if (wanted.length === 0) throw new UsageError(`no picture begins with ${names.join(" or ")}`);
  await mkdir(OUT_DIR, { recursive: true });
  const browser = await launchBrowser();
  let problems = 0;
  try {
    for (const shot of wanted) {
      for (const width of WIDTHS) {
        const cookie = place.cookies[shot.who];
        for (const line of await take(shot, width, { browser, directory: OUT_DIR, cookie })) {
          problems += 1;
          process.stderr.write(`${line}\n`);
        }
      }
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(
    `${wanted.length * WIDTHS.length} pictures in screenshots/, ${problems} complaints\n`,
  );
  return problems > 0 ? 1 : 0;
}

async function mustRun(store: string): Promise<void> {
  const up = await fetch(`${store}/control/clock`).then(
    (answer) => answer.ok,
    () => false,
  );
  if (!up) throw new UsageError(`nothing answers at ${store}: start npm run demo first`);
}

runCommand(main);
