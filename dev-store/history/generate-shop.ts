import { anotherLine, fillBasket } from "./basket.ts";
import { createCalendar, dayAt, secondOfDay } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { createCatalogue } from "./catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import { charge, createTill } from "./checkout.ts";
import type { Till } from "./checkout.ts";
import { homeCountry } from "./countries.ts";
import { EventQueue } from "./event-queue.ts";
import type { HistoryEvent, LineDraft, OrderDraft } from "./history.ts";
import { customerDraft, Newcomers, originOf } from "./newcomers.ts";
import { iso, liveOn } from "./order-life.ts";
import { Random } from "./random.ts";
import { createShopper, nextVisitDay } from "./shopper.ts";
import type { Shopper } from "./shopper.ts";
import { Zones } from "./zones.ts";

export interface ShopSetting {
  seed: number;
  /** Customers with an account; guests and the shop's own tester come on top. */
  customers: number;
  /** The shop's currency; countries.ts knows those that it has price levels for. */
  currency: string;
  /** IANA name. */
  timeZone: string;
  /** ISO 8601; nothing happens after it. */
  until: string;
  /** 2 unless told. */
  years?: number;
}

export const CUSTOMERS_MAX = 5_000_000;
const YEARS_MAX = 10;
const DAYS_PER_YEAR = 365;

const NEVER_ORDER = 0.05;
/** 7 % of the sales of Online Retail have no customer. */
const GUESTS_PER_ORDER = 0.075;
const TESTS_PER_ORDER = 0.003;

const FIRST_ORDER_ID = 5_600_000_000_001;
const FIRST_LINE_ID = 14_200_000_000_001;
const FIRST_ORDER_NAME = 1001;
const BETWEEN_ORDERS_MS = 600_000;
/** A local day may start this much earlier in a customer's zone than in the shop's. */
const ZONES_APART_MS = 26 * 3_600_000;

const STREAMS = { customers: 10, chance: 11, guests: 12, tester: 13 } as const;

/** Something due: a visit that becomes an order, a customer who only registers, or an event as it stands. */
type Task = { visit: Shopper; day: number } | { register: Shopper } | { event: HistoryEvent };

/**
 * The history of a shop that never was, in time order; the same setting yields the same history
 * on every machine. Memory holds the shoppers who may yet come back and what is still to become
 * of open orders, never the past.
 */
export function* generateShop(setting: ShopSetting): Generator<HistoryEvent, void, undefined> {
  yield* new Shop(setting).history();
}

class Shop {
  readonly #queue = new EventQueue<Task>();
  readonly #setting: Required<ShopSetting>;
  readonly #untilMs: number;
  readonly #zones = new Zones();
  readonly #calendar: Calendar;
  readonly #newcomers: Newcomers;
  readonly #catalogue: Catalogue;
  readonly #staples: number[];
  readonly #till: Till;
  readonly #chance: Random;
  readonly #tester: Shopper;
  #invited = 0;
  #guests = 0;
  #orders = 0;
  #lines = 0;

  constructor(setting: ShopSetting) {
    this.#setting = checked(setting);
    const { seed, currency, timeZone, years, until, customers } = this.#setting;
    this.#untilMs = Date.parse(until);
    const lastDay = this.#zones.day(timeZone, this.#untilMs);
    const firstDay = lastDay - Math.round(DAYS_PER_YEAR * years) + 1;
    this.#calendar = createCalendar(firstDay, lastDay);
    this.#newcomers = new Newcomers(this.#calendar, customers);
    this.#catalogue = createCatalogue({ seed, currency, firstDay, lastDay });
    this.#staples = this.#catalogue.articles.flatMap((article, index) =>
      article.lastsDays === null ? [] : [index],
    );
    this.#till = createTill(currency, homeCountry(currency));
    this.#chance = new Random(seed, STREAMS.chance);
    this.#tester = { ...this.#shopper(customers, STREAMS.tester), country: this.#till.home };
  }

  *history(): Generator<HistoryEvent, void, undefined> {
    this.#stock();
    for (;;) {
      while (this.#invited < this.#setting.customers && this.#mayComeBefore(this.#queue.nextAt()))
        this.#invite();
      const due = this.#queue.take();
      if (due === undefined) return;
      const at = iso(due.at);
      if ("event" in due.item) yield due.item.event;
      else if ("register" in due.item) yield* this.#register(due.item.register, at);
      else yield* this.#visit(due.item.visit, due.item.day, due.at);
    }
  }

  #put(atMs: number, task: Task): void {
    if (atMs <= this.#untilMs) this.#queue.put(atMs, task);
  }

  /** Products are in the shop from the night of their launch. */
  #stock(): void {
    const launch = (day: number) =>
      this.#zones.midnight(this.#setting.timeZone, day) - ZONES_APART_MS;
    for (const { draft, launchDay } of this.#catalogue.articles) {
      this.#put(launch(launchDay), {
        event: { kind: "product", at: iso(launch(launchDay)), product: draft },
      });
    }
    const first = launch(this.#calendar.firstDay);
    this.#put(first, {
      event: { kind: "product", at: iso(first), product: this.#catalogue.giftCard },
    });
  }

  #shopper(index: number, stream: number): Shopper {
    const random = new Random(this.#setting.seed, stream, Math.max(0, index));
    const country = originOf(this.#till.home, random);
    return createShopper({ index, country, staples: this.#staples }, random);
  }

  /** The next newcomer's position does not depend on what has happened: look before inviting. */
  #mayComeBefore(ms: number): boolean {
    const share = this.#newcomers.busyAt(this.#invited, 0);
    const day = dayAt(this.#calendar, share) ?? this.#calendar.lastDay;
    return this.#zones.midnight(this.#setting.timeZone, day) - ZONES_APART_MS <= ms;
  }

  #invite(): void {
    const index = this.#invited++;
    const shopper = this.#shopper(index, STREAMS.customers);
    shopper.busyAt = this.#newcomers.busyAt(index, shopper.random.next());
    const day = dayAt(this.#calendar, shopper.busyAt) ?? this.#calendar.lastDay;
    // The last day ends with the history, at whatever hour that is: nobody is lost beyond it.
    const at = Math.min(
      this.#instant(shopper, day),
      this.#untilMs - Math.floor(shopper.random.next() * 3_600_000),
    );
    this.#put(
      at,
      shopper.random.chance(NEVER_ORDER) ? { register: shopper } : { visit: shopper, day },
    );
  }

  #schedule(shopper: Shopper, day: number): void {
    this.#put(this.#instant(shopper, day), { visit: shopper, day });
  }

  /** An hour at which people buy, in the shopper's own zone, and after the last visit. */
  #instant(shopper: Shopper, day: number): number {
    const midnight = this.#zones.midnight(shopper.country.timeZone, day);
    const at = midnight + secondOfDay(shopper.random.next()) * 1000;
    return Math.max(at, shopper.lastAtMs + BETWEEN_ORDERS_MS);
  }

  *#register(shopper: Shopper, at: string): Generator<HistoryEvent> {
    const customer = customerDraft(shopper.index, shopper.country, shopper.random);
    if (shopper === this.#tester)
      Object.assign(customer, {
        firstName: "Shop",
        lastName: "Tester",
        email: "tester@example.com",
      });
    shopper.id = customer.id;
    yield { kind: "customer", at, customer };
  }

  *#visit(shopper: Shopper, day: number, atMs: number): Generator<HistoryEvent> {
    const isGuest = shopper.index < 0;
    if (!isGuest && shopper.id === null) yield* this.#register(shopper, iso(atMs));
    yield { kind: "order", at: iso(atMs), order: this.#order(shopper, day, atMs) };
    shopper.visits++;
    shopper.lastAtMs = atMs;
    if (isGuest || shopper === this.#tester) return;
    const next = nextVisitDay(shopper, this.#calendar);
    if (next !== null) this.#schedule(shopper, next);
    this.#comeAlong(day, atMs);
  }

  /** Guests (a day later) and the shop's own tests keep to the seasons, since they come along with others. */
  #comeAlong(day: number, atMs: number): void {
    if (this.#chance.chance(GUESTS_PER_ORDER)) {
      const guest = this.#shopper(-1, STREAMS.guests + 1000 * ++this.#guests);
      guest.lastAtMs = atMs;
      this.#schedule(guest, day + 1);
    }
    if (this.#orders === 1 || this.#chance.chance(TESTS_PER_ORDER)) {
      this.#put(atMs + this.#chance.between(60, 40_000) * 1000, { visit: this.#tester, day });
    }
  }

  #order(shopper: Shopper, day: number, atMs: number): OrderDraft {
    const withId = (line: LineDraft) => ({ id: String(FIRST_LINE_ID + this.#lines++), ...line });
    const lines = fillBasket(shopper, day, this.#catalogue).map(withId);
    const number = this.#orders++;
    const order: OrderDraft = {
      id: String(FIRST_ORDER_ID + number),
      name: `#${FIRST_ORDER_NAME + number}`,
      customerId: shopper.id,
      lines,
      ...charge(this.#till, shopper, { lines, day }),
      paid: true,
      ...(shopper === this.#tester ? { test: true } : {}),
    };
    const more = () => withId(anotherLine(shopper, day, this.#catalogue));
    for (const { at, event } of liveOn({
      order,
      at: atMs,
      random: shopper.random,
      anotherLine: more,
    })) {
      this.#put(at, { event });
    }
    return order;
  }
}

function checked(setting: ShopSetting): Required<ShopSetting> {
  const { customers, years = 2, until, seed } = setting;
  const refuse = (what: string): never => {
    throw new RangeError(`cannot generate a shop: ${what}`);
  };
  if (!Number.isInteger(seed)) refuse(`seed must be a whole number, not ${seed}`);
  if (!Number.isInteger(customers) || customers < 1 || customers > CUSTOMERS_MAX) {
    refuse(`customers must be a whole number from 1 to ${CUSTOMERS_MAX}, not ${customers}`);
  }
  if (!(years > 0 && years <= YEARS_MAX))
    refuse(`years must be above 0 and at most ${YEARS_MAX}, not ${years}`);
  if (Number.isNaN(Date.parse(until)))
    refuse(`until must be an instant in ISO 8601, not "${until}"`);
  return { ...setting, years };
}
