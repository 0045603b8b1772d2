/**
 * A real shop's history: the first of Online Retail's invoices with their returns. Read in by the app's own
 * import it comes to what deliveries come to, and a trial of it to what settling then posts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { chooseEarnFrom } from "../../app/use-cases/choose-earn-from.ts";
import { readEarnFrom } from "../../app/use-cases/read-earn-from.ts";
import { startImporting, type Importing } from "../support/importing.ts";

const DIR = path.join(
  process.env["DATASETS_DIR"] ?? path.join(import.meta.dirname, "../../../shared/data"),
  "online-retail",
);
const FILE = path.join(DIR, "orders.jsonl.gz");
const isThere = existsSync(FILE);
/** The first weeks: enough for returns, repeated buyers and all three tiers. */
const INVOICES = 1_500;

// A thousand orders are told twice and settled three times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const READ = "read.myshopify.com";
const TOLD = "told.myshopify.com";

describe.skipIf(!isThere)(`Online Retail in ${DIR}${isThere ? "" : " (absent: skipped)"}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "perennial-online-retail-"));
  let app: Importing;

  beforeAll(async () => {
    const invoices = gunzipSync(readFileSync(FILE)).toString("utf8").split("\n", INVOICES);
    writeFileSync(path.join(folder, "orders.jsonl.gz"), gzipSync(`${invoices.join("\n")}\n`));
    app = await startImporting();
    await app.open(READ, { dataset: folder });
    // The merchant has said nothing yet: only what is placed from now on earns.
    await app.superuser.query(
      "UPDATE shops SET earn_from = first_installed_at, earn_chosen_at = NULL WHERE domain = $1",
      [READ],
    );
    await app.twin(TOLD);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a trial of all comes to what choosing all then posts; the ledger is proved", async () => {
    const { ports } = app.app;
    const shopId = await app.shopIdOf(READ);
    expect(await app.importAll(READ)).toMatchObject({ state: "choosing" });
    const { dryRun, inForce, known } = await readEarnFrom(ports, shopId);
    expect({ inForce, reach: known.reach }).toEqual({ inForce: "none", reach: "everything" });
    const [none, , all] = dryRun?.choices ?? [];
    expect(none).toMatchObject({ earnFrom: "none", points: 0, liabilityMinor: 0 });
    expect(all?.membersByTier.every(({ members }) => members > 0)).toBe(true);

    await chooseEarnFrom(ports, shopId, { choice: "all", staff: null });
    expect(await app.carryOn(READ)).toMatchObject({ state: "done" });
    const counts = await ports.stores.inShop(shopId, (tx) => ports.stores.ledger.counts(tx));
    expect(counts).toMatchObject({
      members: all?.members,
      pointsOutstanding: all?.points,
      pointsEarned: all?.pointsEarned,
    });
    const tiers = await app.superuser.query<{ tier: string; members: number }>(
      `SELECT standing ->> 'tierId' AS tier, count(*)::int AS members FROM members WHERE shop_id = $1 GROUP BY 1`,
      [shopId],
    );
    expect(Object.fromEntries(tiers.rows.map(({ tier, members }) => [tier, members]))).toEqual(
      Object.fromEntries(all?.membersByTier.map(({ tierId, members }) => [tierId, members]) ?? []),
    );
    expect(await app.prove(READ)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });

  test("read in or delivered, it is the same state", async () => {
    await app.tell(TOLD, app.storeOf(READ));
    const [read, told] = [await app.state(READ), await app.state(TOLD)];
    expect(Object.keys(told.members).length).toBeGreaterThan(300);
    expect(read).toEqual(told);
    expect(await app.prove(TOLD)).toMatchObject({ firstBreak: null });
  });
});
