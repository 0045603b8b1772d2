/**
 * Admin: how long the server takes for each page of a shop with a million members, beside the same
 * page of a shop with a thousand, in turn: what grows with the shop shows as a ratio.
 */
import type { Bed, Bench } from "./bed.ts";
import { median, percentile, rounded, type Row } from "./figures.ts";
import { fillLargeShop, FIRST_CUSTOMER, type LargeShop } from "./large-shop.ts";
import { freePort, startApp, type RunningServer } from "./servers.ts";
import { BenchShop, SHOP } from "./shown-shop.ts";

const MEMBERS = 1_000_000;
const CONTROL_MEMBERS = 1_000;
/** A page at the shop's full size is to be answered within this (ms), names of customers aside. */
const AIM_MS = 300;
/** Requests of each page and side that are counted, after one that isn't. */
const REQUESTS = 10;

const LARGE: LargeShop = {
  members: MEMBERS,
  deliveries: MEMBERS,
  parked: 2_000,
  ordersOfOne: 10_000,
};
const SMALL: LargeShop = { ...LARGE, members: CONTROL_MEMBERS, deliveries: 1_000, parked: 20 };

/** Every page of the menu, and those of them that ask most of the database. */
export const PAGES: readonly { name: string; path: string }[] = [
  { name: "Home", path: "/app" },
  { name: "Members", path: "/app/members" },
  { name: "Members, by points", path: "/app/members?sort=points-desc" },
  { name: "Members, one tier by spend", path: "/app/members?tier=gold&sort=spend-desc" },
  { name: "Members, points expiring soon", path: "/app/members?expiringDays=30" },
  { name: "Member", path: `/app/members/${FIRST_CUSTOMER + 500}` },
  { name: "Member with 10,000 orders", path: `/app/members/${FIRST_CUSTOMER}` },
  { name: "Deliveries", path: "/app/deliveries" },
  { name: "Settings", path: "/app/settings" },
  { name: "Settings, team log", path: "/app/settings/team" },
];

type Side = { name: "large" | "control"; shop: BenchShop; app: RunningServer };

export const admin: Bench = {
  title: "server time of the admin's pages at a million members",
  run: async (bed) => {
    const sides: Side[] = [];
    try {
      sides.push(await open(bed, "large", LARGE), await open(bed, "control", SMALL));
      const rows = await measure(bed, sides);
      return {
        tables: [{ title: `ms until a page's head, of ${REQUESTS} requests each`, rows }],
        json: {
          bench: "admin",
          members: MEMBERS,
          controlMembers: CONTROL_MEMBERS,
          aimMs: AIM_MS,
          rows,
        },
      };
    } finally {
      for (const { app, shop } of sides) {
        await app.stop();
        await shop.close();
      }
    }
  },
};

async function open(bed: Bed, name: Side["name"], size: LargeShop): Promise<Side> {
  bed.say(`filling a shop with ${size.members} members …`);
  const url = await bed.appDatabase(`admin_${name}`, [SHOP]);
  await fillLargeShop(url, SHOP, size, bed.say);
  const port = await freePort();
  const shop = await BenchShop.open(port, 0);
  const app = await startApp(url, "web and worker", { port, storeUrl: shop.url });
  await shop.openApp();
  return { name, shop, app };
}

async function measure(bed: Bed, sides: readonly Side[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, path } of PAGES) {
    const heads: Record<Side["name"], number[]> = { large: [], control: [] };
    for (let request = 0; request <= REQUESTS; request += 1) {
      for (const side of sides) {
        const { headMs } = await side.shop.openPage(path);
        if (request > 0) heads[side.name].push(headMs);
      }
    }
    const [large, control] = [median(heads.large), median(heads.control)];
    bed.say(`  ${name}: ${rounded(large)} ms, control ${rounded(control)} ms`);
    rows.push({
      page: name,
      "1 M members p50": rounded(large),
      p95: rounded(percentile(heads.large, 0.95)),
      "1,000 members p50": rounded(control),
      "times the control": rounded(large / control),
      [`within ${AIM_MS} ms`]: percentile(heads.large, 0.95) <= AIM_MS ? "yes" : "no",
    });
  }
  return rows;
}
