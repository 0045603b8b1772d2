/** What a dev store's log of Admin API calls tells: which order was seen when, and what it cost. Pure. */

export type LoggedCall = {
  /** When the call took effect, or was refused. */
  at: string;
  operation: string | null;
  variables: { metafields?: { ownerId: string; key: string; value: string }[] } | null;
  actualQueryCost: number | null;
  errors: string[];
  userErrors: unknown[];
};

/** A customer's metafields as they were set at an instant (Unix ms), and the orders that they tell of. */
export type Shown = { customerId: string; atMs: number; orders: ReadonlySet<string> };

const CUSTOMER = "gid://shopify/Customer/";
/** Of a customer's metafields the last to be set, and the one with everything. */
const WHOLE = "member";

/** Every customer of every call that was accepted, in the order of the calls. */
export function shownBy(calls: readonly LoggedCall[]): Shown[] {
  return calls.filter(isAccepted).flatMap(({ at, variables }) =>
    (variables?.metafields ?? []).flatMap(({ ownerId, key, value }): Shown[] => {
      if (key !== WHOLE || !ownerId.startsWith(CUSTOMER)) return [];
      const { recent } = JSON.parse(value) as { recent: { order: string | null }[] };
      const orders = new Set(recent.flatMap(({ order }) => order ?? []));
      return [{ customerId: ownerId.slice(CUSTOMER.length), atMs: Date.parse(at), orders }];
    }),
  );
}

const isAccepted = (call: LoggedCall): boolean =>
  call.errors.length === 0 && call.userErrors.length === 0;

export type AcceptedOrder = { customerId: string; name: string; acceptedAtMs: number };

/** From an order's acceptance until its customer's metafields first told of it (ms). */
export function lagsOf(
  orders: readonly AcceptedOrder[],
  shown: readonly Shown[],
): { lagsMs: number[]; unseen: number } {
  const firstSeen = new Map<string, number>();
  for (const { customerId, atMs, orders: told } of shown)
    for (const name of told) {
      const seen = `${customerId} ${name}`;
      if (!firstSeen.has(seen)) firstSeen.set(seen, atMs);
    }
  const lagsMs = orders.flatMap(({ customerId, name, acceptedAtMs }) => {
    const seenAt = firstSeen.get(`${customerId} ${name}`);
    return seenAt === undefined ? [] : [seenAt - acceptedAtMs];
  });
  return { lagsMs, unseen: orders.length - lagsMs.length };
}

export type Tally = { calls: number; throttled: number; refused: number; points: number };

export function tallyOf(calls: readonly LoggedCall[]): Tally {
  return {
    calls: calls.length,
    throttled: calls.filter(({ errors }) => errors.includes("Throttled")).length,
    refused: calls.filter(({ userErrors }) => userErrors.length > 0).length,
    points: calls.reduce((sum, call) => sum + (call.actualQueryCost ?? 0), 0),
  };
}

export type Pace = {
  customers: number;
  /** Until so many were shown, and until all were. */
  firstSeconds: number;
  allSeconds: number;
  /** Of the last of them: by then what the bucket held is spent. */
  sustainedPerSecond: number;
};

/** How fast a backlog was shown, from the instant at which its first call was made. */
export function paceOf(
  shown: readonly Shown[],
  { first, last, callMs }: { first: number; last: number; callMs: number },
): Pace {
  const firstAt = new Map<string, number>();
  for (const { customerId, atMs } of shown)
    if (!firstAt.has(customerId)) firstAt.set(customerId, atMs);
  const instants = [...firstAt.values()].sort((a, b) => a - b);
  const began = (instants[0] ?? NaN) - callMs;
  const ended = instants.at(-1) ?? NaN;
  const lastMs = ended - (instants.at(-1 - last) ?? NaN);
  return {
    customers: instants.length,
    firstSeconds: ((instants[first - 1] ?? NaN) - began) / 1_000,
    allSeconds: (ended - began) / 1_000,
    sustainedPerSecond: (last / lastMs) * 1_000,
  };
}
