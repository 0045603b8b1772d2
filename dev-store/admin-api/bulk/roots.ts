import type { ShopState } from "../../shop/state.ts";
import { comparePlaces, type Place } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { notImplemented } from "../errors.ts";
import { orderSelection } from "../resolvers/order.ts";
import { requirePlain } from "../resolvers/plain-list.ts";
import { source, type Arguments, type Source } from "../resolvers/resolver.ts";
import { QUERIES } from "../resolvers/table.ts";
import { sortInSlices } from "./sort-in-slices.ts";
import type { TimeSlices } from "./time-slices.ts";

/** Records looked at between two looks at the time. */
const STEPS = 64;

interface Selection<Value> {
  keeps: (value: Value) => boolean;
  placeOf: (value: Value) => Place;
}

interface RootList<Value> {
  type: string;
  valuesOf: (state: ShopState) => Iterable<Value>;
  select: (context: ApiContext, args: Arguments) => Selection<Value>;
}

/** The objects at the root of a bulk query, in the order of its arguments. */
export interface Roots {
  length: number;
  slice(from: number, to: number): unknown[];
}

const plain = <Value extends { id: string }>(
  type: string,
  valuesOf: (state: ShopState) => Iterable<Value>,
): RootList<Value> => ({
  type,
  valuesOf,
  select: (_context, args) => {
    requirePlain(type, args);
    return { keeps: () => true, placeOf: ({ id }) => ({ key: 0, id }) };
  },
});

/** Each entry's functions take the records that its own list has. */
const asList = <Value>(list: RootList<Value>) => list as unknown as RootList<unknown>;

/** Lists that may be long. Any other is asked for whole, from its resolver. */
const LONG_LISTS: Record<string, RootList<unknown>> = {
  orders: asList({
    type: "Order",
    valuesOf: (state) => state.orders.values(),
    select: orderSelection,
  }),
  customers: asList(plain("Customer", (state) => state.customers.values())),
  products: asList(plain("Product", (state) => state.products.values())),
  collections: asList(plain("Collection", (state) => state.collections.values())),
};

/** Finds out before an operation begins that its filter can't be understood. */
export function requireSelection(field: string, args: Arguments, context: ApiContext): void {
  if (QUERIES[field] === undefined) throw notImplemented(`QueryRoot.${field}`);
  const list = LONG_LISTS[field];
  if (list === undefined) return;
  const { keeps } = list.select(context, args);
  for (const value of list.valuesOf(context.shop.state)) {
    keeps(value);
    return;
  }
}

async function collect<Value>(
  list: RootList<Value>,
  args: Arguments,
  context: ApiContext,
  slices: TimeSlices,
): Promise<Value[]> {
  const { keeps, placeOf } = list.select(context, args);
  const found: Value[] = [];
  let seen = 0;
  for (const value of list.valuesOf(context.shop.state)) {
    if (keeps(value)) found.push(value);
    seen += 1;
    if (seen % STEPS === 0 && slices.due) await slices.rest();
  }
  const direction = args["reverse"] === true ? -1 : 1;
  const compare = (a: Value, b: Value) => direction * comparePlaces(placeOf(a), placeOf(b));
  return sortInSlices(found, compare, slices);
}

/** Records are values, so what was found stays as it was found, however long the rest takes. */
export async function findRoots(
  field: string,
  args: Arguments,
  context: ApiContext,
  slices: TimeSlices,
): Promise<Roots> {
  const list = LONG_LISTS[field];
  if (list === undefined) {
    const whole = QUERIES[field]?.(args, context) as { nodes: Source[] };
    return whole.nodes;
  }
  const values = await collect(list, args, context, slices);
  return {
    length: values.length,
    slice: (from, to) => values.slice(from, to).map((value) => source(list.type, value)),
  };
}
