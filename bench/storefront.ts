/**
 * What the theme app extension costs a shopper: Lighthouse on home, product and collection pages of
 * a shop that has it and of one that doesn't, in turn; and what a page loads and asks of the app.
 */
import type { Bench, Bed, Report } from "./bed.ts";
import { median, rounded } from "./figures.ts";
import { openLighthouse, type Lighthouse, type Vitals } from "./lighthouse.ts";
import { startShopWithApp, startShopWithout, type Shop } from "./storefront-shops.ts";
import { loadOf, type PageLoad } from "./storefront-load.ts";

const CUSTOMERS = 200;
/** Shopify's weights of the three pages: shopify.dev, "Storefront performance". */
const PAGES = [
  { page: "home", weight: 17 },
  { page: "product", weight: 40 },
  { page: "collection", weight: 43 },
] as const;
/** What the project asks of itself; Shopify's badge allows 10 points. */
const SCORE_DROP_MAX = 1;

type Page = (typeof PAGES)[number]["page"];
type Visitor = "guest" | "member";
type Side = { name: "with" | "without"; shop: Shop; paths: Record<Page, string>; cookie: string };
type Sample = { page: Page; visitor: Visitor; side: Side["name"]; vitals: Vitals };

export const storefront: Bench = {
  title: "what the theme app extension costs a shopper",
  run: async (bed) => {
    const shops: Shop[] = [];
    const lighthouse = await openLighthouse();
    try {
      bed.say("starting a shop with the app, and one without");
      shops.push(await startShopWithApp(CUSTOMERS));
      shops.push(await startShopWithout(CUSTOMERS));
      const sides = [await sideOf("with", shops[0]), await sideOf("without", shops[1])];
      const loads = await loadsOf(sides);
      return reportOf(await samplesOf(bed, sides, lighthouse), loads, bed);
    } finally {
      await lighthouse.close();
      for (const shop of shops) await shop.stop();
    }
  },
};

async function sideOf(name: Side["name"], shop: Shop | undefined): Promise<Side> {
  if (!shop) throw new Error(`the shop ${name} the app does not run`);
  const { orders } = await json<{ orders: { customer: { id: number } | null }[] }>(
    `${shop.url}/control/orders?limit=50`,
  );
  const customer = orders.find((order) => order.customer !== null)?.customer;
  const { products } = await json<{ products: { handle: string }[] }>(
    `${shop.url}/control/products?limit=1`,
  );
  const login = await fetch(`${shop.url}/control/login`, {
    method: "POST",
    body: JSON.stringify({ customerId: String(customer?.id) }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0];
  if (!cookie || !products[0]) throw new Error(`${shop.url} has no product or customer to visit`);
  const paths = {
    home: "/",
    product: `/products/${products[0].handle}`,
    collection: "/collections/all",
  };
  return { name, shop, paths, cookie };
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** Round 0 warms everything up and isn't counted. */
async function samplesOf(
  bed: Bed,
  sides: readonly Side[],
  lighthouse: Lighthouse,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= bed.rounds; round += 1) {
    for (const { page } of PAGES) {
      for (const visitor of ["guest", "member"] as const) {
        // Who goes first changes from round to round.
        for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
          const cookie = visitor === "member" ? side.cookie : null;
          const vitals = await lighthouse.measure(side.shop.url + side.paths[page], cookie);
          if (round > 0) samples.push({ page, visitor, side: side.name, vitals });
        }
      }
    }
    bed.say(`round ${round} of ${bed.rounds}`);
  }
  return samples;
}

type Loads = { page: Page; visitor: Visitor; load: PageLoad }[];

async function loadsOf(sides: readonly Side[]): Promise<Loads> {
  const loads: Loads = [];
  const [withApp] = sides;
  if (!withApp) return loads;
  for (const { page } of PAGES) {
    for (const visitor of ["guest", "member"] as const) {
      const cookie = visitor === "member" ? withApp.cookie : null;
      loads.push({
        page,
        visitor,
        load: await loadOf(withApp.shop.url, withApp.paths[page], cookie),
      });
    }
  }
  return loads;
}

const FIGURES = [
  "score",
  "firstContentfulPaintMs",
  "largestContentfulPaintMs",
  "totalBlockingMs",
  "speedIndexMs",
  "layoutShift",
  "bytes",
  "requests",
] as const satisfies readonly (keyof Vitals)[];

function medianOf(samples: readonly Sample[], figure: keyof Vitals): number {
  return rounded(median(samples.map(({ vitals }) => vitals[figure])));
}

function reportOf(samples: readonly Sample[], loads: Loads, bed: Bed): Report {
  const rows = PAGES.flatMap(({ page, weight }) =>
    (["guest", "member"] as const).map((visitor) => {
      const of = (side: Side["name"]): Sample[] =>
        samples.filter(
          (each) => each.page === page && each.visitor === visitor && each.side === side,
        );
      const [on, off] = [of("with"), of("without")];
      const figures = Object.fromEntries(
        FIGURES.map((figure) => [
          figure,
          { with: medianOf(on, figure), without: medianOf(off, figure) },
        ]),
      ) as Record<keyof Vitals, { with: number; without: number }>;
      return { page, visitor, weight, figures, drop: dropOf(on, off) };
    }),
  );
  const drop = rounded(
    rows.reduce((sum, row) => sum + row.drop * row.weight, 0) /
      rows.reduce((sum, row) => sum + row.weight, 0),
  );
  return {
    tables: [
      {
        title: `Lighthouse, mobile: the score drops by ${drop} points (allowed ${SCORE_DROP_MAX}), weighted as Shopify does`,
        rows: rows.map(({ page, visitor, figures, drop: own }) => ({
          page,
          visitor,
          drop: own,
          ...Object.fromEntries(
            FIGURES.map((name) => [name, `${figures[name].with} / ${figures[name].without}`]),
          ),
        })),
      },
      {
        title: "Before anyone touches the page, with the app",
        rows: loads.map(({ page, visitor, load }) => ({
          page,
          visitor,
          "extension bytes (gzip)": load.extensionBytes,
          "extension files": load.extensionFiles,
          "requests to the app": load.appRequests,
          "layout shift": rounded(load.layoutShift),
        })),
      },
    ],
    json: {
      bench: "storefront",
      rounds: bed.rounds,
      required: { scoreDropMax: SCORE_DROP_MAX },
      meetsRequired: drop <= SCORE_DROP_MAX,
      scoreDrop: drop,
      pages: rows,
      loads,
    },
  };
}

/** The median over rounds of a round's own difference: the machine's speed drifts between rounds. */
function dropOf(on: readonly Sample[], off: readonly Sample[]): number {
  return rounded(
    median(on.map(({ vitals }, round) => (off[round]?.vitals.score ?? NaN) - vitals.score)),
  );
}
