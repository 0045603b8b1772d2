/** Who orders what when: repeat customers of one shop or of many, and the three topics of an order. */
import { chanceFrom, zipf, type Chance } from "./chance.ts";
import { signedRequest, uuidFrom, type Topic } from "./deliveries.ts";
import type { DueRequest } from "./load.ts";

export type Population = {
  name: string;
  shops: number;
  customersPerShop: number;
};

const TOPICS: readonly Topic[] = ["orders/create", "orders/paid", "orders/updated"];
/** The topics of one order arrive within this time (ms) of it, in any order. */
const SPREAD_MS = 250;
/** Zipf and Mandelbrot's offset: the keenest of 50,000 shoppers places 1 of 2,300 orders, not 1 of 12. */
const CUSTOMER_OFFSET = 500;
const FIRST_ORDER_ID = 5_604_000_000_000;
const FIRST_CUSTOMER_ID = 8_094_000_000_000;
const CUSTOMERS_MAX = 100_000;

export function shopDomains({ shops }: Pick<Population, "shops">): string[] {
  return Array.from({ length: shops }, (_, i) => `bench-${i + 1}.myshopify.com`);
}

export type Shoppers = {
  /** Orders at `perSecond` for `seconds`, three deliveries each, by instant of arrival. */
  ordersAt: (perSecond: number, seconds: number) => DueRequest[];
};

export function shoppersOf(population: Population, seed: number): Shoppers {
  const chance = chanceFrom(seed);
  const domains = shopDomains(population);
  const shop = zipf(chance, population.shops);
  const customer = zipf(chance, population.customersPerShop, CUSTOMER_OFFSET);
  let orders = 0;
  const threeTopics = (atMs: number, startSeconds: number): DueRequest[] => {
    const shopRank = shop();
    const order = {
      shopDomain: domains[shopRank] ?? "",
      orderId: FIRST_ORDER_ID + orders++,
      customerId: FIRST_CUSTOMER_ID + shopRank * CUSTOMERS_MAX + customer(),
      placedAt: startSeconds + Math.floor(atMs / 1_000),
    };
    return TOPICS.map((topic) => ({
      atMs: atMs + chance.next() * SPREAD_MS,
      request: signedRequest({ ...order, topic, webhookId: uuidFrom(chance) }, chance),
    }));
  };
  return {
    ordersAt: (perSecond, seconds) => {
      const startSeconds = Math.floor(Date.now() / 1_000);
      return instants(chance, perSecond, seconds)
        .flatMap((atMs) => threeTopics(atMs, startSeconds))
        .sort((a, b) => a.atMs - b.atMs);
    },
  };
}

/** A fixed number of arrivals at random instants, as those of a Poisson process are. */
function instants(chance: Chance, perSecond: number, seconds: number): number[] {
  return Array.from(
    { length: Math.round(perSecond * seconds) },
    () => chance.next() * seconds * 1_000,
  );
}
