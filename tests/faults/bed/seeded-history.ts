/**
 * A history that two shops can live through alike: every act with its own id and instant. It goes
 * over two and a half years, so that tiers rise and fall and the points of some expire.
 */
import { seededRandom } from "../../../dev-store/webhooks/faults.ts";
import type { Bed } from "./bed.ts";

export interface Act {
  method: "PUT" | "POST" | "DELETE";
  resource: string;
  body: object;
}

export interface SeededHistory {
  customers: string[];
  /** Deliveries of these may get lost: `toldAgain` shows all that they did. */
  mayBeLost: Act[];
  /** A newer version of each order so far. */
  toldAgain: Act[];
  /** Further orders, whose versions compete on their way, and deletions of old ones. */
  toldOnce: Act[];
}

const CUSTOMERS = 10;
const DAYS = 900;
const ORDERS = 90;
const FIRST_ORDER = 9_000_001;
const DAY_MS = 86_400_000;
/** Acts stay this far from the time of day of `now`, so that no window's edge passes meanwhile. */
const AWAY_FROM_NOW_MS = 6 * 3_600_000;
const ACT_MS = 61_000;

export function seededHistory(seed: number, now: number): SeededHistory {
  const random = seededRandom(seed);
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => String(7_101 + index));
  const start = Math.floor(now / 1_000) * 1_000 - DAYS * DAY_MS - AWAY_FROM_NOW_MS;
  let acts = 0;
  const instant = (day: number): string =>
    new Date(start + day * DAY_MS + (acts++ % 200) * ACT_MS).toISOString();
  const introduced = customers.map((id): Act => {
    const resource = `/control/customers/${id}`;
    return {
      method: "PUT",
      resource,
      body: { email: `${id}@example.com`, created_at: instant(0) },
    };
  });
  const lives = Array.from({ length: ORDERS }, (_, number) => {
    const day = Math.floor((number * (DAYS - 40)) / ORDERS);
    const id = FIRST_ORDER + number;
    const placed = placing({ id, customers, random, at: instant(day), early: day < DAYS / 3 });
    const soon = (): string => instant(day + 1 + Math.floor(random() * 30));
    return { id, acts: [placed, ...later({ id, random, instant: soon })] };
  });
  // Old and new orders in both parts.
  const [lossy, safe] = [lives.filter((_, i) => i % 2 === 0), lives.filter((_, i) => i % 2 === 1)];
  const deleted = lossy.filter(() => random() < 0.1);
  return {
    customers,
    mayBeLost: [...introduced, ...lossy.flatMap(({ acts: all }) => all)],
    toldAgain: lossy.map(({ id }): Act => {
      const body = { note: "looked at", updated_at: instant(DAYS - 2) };
      return { method: "PUT", resource: `/control/orders/${id}`, body };
    }),
    toldOnce: [
      ...safe.flatMap(({ acts: all }) => all),
      ...deleted.map(({ id }): Act => ({
        method: "DELETE",
        resource: `/control/orders/${id}`,
        body: {},
      })),
    ],
  };
}

interface Placing {
  id: number;
  customers: string[];
  random: () => number;
  at: string;
  /** Some customers buy in the first year only. */
  early: boolean;
}

function placing({ id, customers, random, at, early }: Placing): Act {
  const among = early ? customers : customers.slice(0, Math.ceil(customers.length / 2));
  const customer = among[Math.floor(random() * among.length)];
  return {
    method: "POST",
    resource: "/control/orders",
    body: {
      id,
      created_at: at,
      customer: { id: customer },
      financial_status: random() < 0.9 ? "paid" : "pending",
      taxes_included: random() < 0.5,
      tax_percent: 20,
      total_discounts: random() < 0.3 ? "1.10" : "0.00",
      line_items: Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => ({
        id: id * 10 + index,
        title: `Thing ${index}`,
        quantity: 1 + Math.floor(random() * 3),
        price: (5 + Math.floor(random() * 9_000) / 100).toFixed(2),
      })),
    },
  };
}

interface Later {
  id: number;
  random: () => number;
  instant: () => string;
}

/** What becomes of an order, in the order of time; much of it nothing. */
function later({ id, random, instant }: Later): Act[] {
  const post = (verb: string, body: object): Act => ({
    method: "POST",
    resource: `/control/orders/${id}/${verb}`,
    body,
  });
  const instants = Array.from({ length: 4 }, instant).sort();
  const [paid = "", edited = "", refunded = "", cancelled = ""] = instants;
  const line = id * 10;
  const acts: Act[] = [];
  if (random() < 0.2)
    acts.push(
      post("edits", {
        created_at: paid,
        line_items: [{ title: "Thought of later", quantity: 1, price: "7.77" }],
      }),
    );
  if (random() < 0.5) acts.push(post("payments", { created_at: edited }));
  if (random() < 0.3)
    acts.push(
      post("refunds", {
        created_at: refunded,
        refund_line_items: [{ line_item_id: line, quantity: 1 }],
      }),
    );
  if (random() < 0.08) acts.push(post("cancel", { cancelled_at: cancelled }));
  return acts;
}

/** One act after the other. What the store refuses (nothing is left to pay) it refuses every time. */
export async function liveThrough(bed: Bed, acts: readonly Act[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const { method, resource, body } of acts) {
    const answer = await fetch(bed.storeUrl + resource, { method, body: JSON.stringify(body) });
    await answer.body?.cancel();
    statuses.push(answer.status);
  }
  return statuses;
}
