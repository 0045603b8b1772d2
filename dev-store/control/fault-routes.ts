import type { ApiFaults, BulkFaults } from "../admin-api/faults.ts";
import { gid } from "../wire/gid.ts";
import { readFields } from "../wire/fields.ts";
import { Refusal } from "../wire/refusal.ts";
import { NO_FAULTS } from "../webhooks/faults.ts";
import { showOrder } from "./order-routes.ts";
import { readPage } from "./page.ts";
import type { ControlRequest, ControlRoute } from "./router.ts";

/** A share, a count or a switch: true stands for always, false for never. */
function readStrength(value: unknown, name: string, always: number): number {
  if (value === undefined || value === null || value === false) return 0;
  if (value === true) return always;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw new Refusal(422, `${name} must be true, false or a number of 0 or more`);
  return number;
}

function readShare(value: unknown, name: string): number {
  const share = readStrength(value, name, 1);
  if (share > 1) throw new Refusal(422, `${name} is a share between 0 and 1`);
  return share;
}

const DELAY_MS_MAX = 600_000;
const COPIES_MAX = 10;
const REORDER_ALWAYS = 100;

/** From how many waiting deliveries the next is drawn: a number above 1, or a share of the most. */
function readReorder(value: unknown): number {
  const strength = readStrength(value, "reorder", 1);
  return Math.ceil(strength <= 1 ? strength * REORDER_ALWAYS : strength);
}

function setDeliveries(request: ControlRequest) {
  const body = readFields(request.body, "the faults");
  const { deliverer } = request.context;
  const delayMs = readStrength(body["delayMs"], "delayMs", 1_000);
  if (delayMs > DELAY_MS_MAX) throw new Refusal(422, `delayMs may be ${DELAY_MS_MAX} at most`);
  const duplicate = readStrength(body["duplicate"], "duplicate", 1);
  if (duplicate > COPIES_MAX) throw new Refusal(422, `duplicate may be ${COPIES_MAX} at most`);
  deliverer.faults = {
    ...NO_FAULTS,
    duplicate,
    reorder: readReorder(body["reorder"]),
    delayMs,
    loss: readShare(body["loss"], "loss"),
    damage: readShare(body["damage"], "damage"),
  };
  return { body: deliverer.faults };
}

function deliveries(request: ControlRequest) {
  const { deliverer } = request.context;
  return {
    body: {
      ...deliverer.counts(),
      faults: deliverer.faults,
      failures: deliverer.failures.slice(-20),
    },
  };
}

const showFaults = ({ adminApi, bulk }: ControlRequest["context"]) => ({
  ...adminApi.faults,
  ...bulk.faults,
});

function setFaults(request: ControlRequest) {
  const body = readFields(request.body, "the faults");
  const { adminApi, bulk } = request.context;
  const strength = (name: keyof ApiFaults | keyof BulkFaults) =>
    readStrength(body[name], name, Number.MAX_SAFE_INTEGER);
  const bulkDelayMs = readStrength(body["bulkDelayMs"], "bulkDelayMs", 1_000);
  if (bulkDelayMs > DELAY_MS_MAX)
    throw new Refusal(422, `bulkDelayMs may be ${DELAY_MS_MAX} at most`);
  bulk.faults = { bulkFail: strength("bulkFail"), bulkDelayMs };
  adminApi.faults = {
    throttle: strength("throttle"),
    fail: strength("fail"),
    timeoutAfterSuccess: strength("timeoutAfterSuccess"),
  };
  return { body: showFaults(request.context) };
}

function metafields(request: ControlRequest) {
  const { shop } = request.context;
  const owner = request.query.get("owner");
  const owners = owner === null ? [...shop.state.metafields.keys()] : [ownerGid(owner)];
  const found = owners.flatMap((id) => [...(shop.state.metafields.get(id)?.values() ?? [])]);
  return {
    body: {
      metafields: found.map((metafield) => ({
        id: gid("Metafield", metafield.id),
        owner_id: metafield.ownerGid,
        namespace: metafield.namespace,
        key: metafield.key,
        type: metafield.type,
        value: metafield.value,
        updated_at: new Date(metafield.updatedAt).toISOString(),
      })),
    },
  };
}

/** An owner is a gid; a bare number is taken for a customer's. */
const ownerGid = (owner: string): string =>
  owner.startsWith("gid://") ? owner : gid("Customer", owner);

function record(request: ControlRequest) {
  const { shop, events } = request.context;
  const page = readPage(request.query);
  const orders = [...shop.state.orders.keys()].slice(page.offset, page.offset + page.limit);
  return {
    body: {
      orders_total: shop.state.orders.size,
      events_total: events.length,
      orders: orders.map((id) => showOrder(shop.state, id)),
      events: events
        .after(page.offset, page.limit)
        .map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
    },
  };
}

const ACCELERATION_MAX = 1_000_000;

function setClock(request: ControlRequest) {
  const { clock, deliverer } = request.context;
  const body = readFields(request.body, "the clock");
  const offset = body["offsetSeconds"] ?? clock.offsetSeconds;
  const acceleration = body["acceleration"] ?? clock.acceleration;
  if (typeof offset !== "number" || !Number.isFinite(offset))
    throw new Refusal(422, "offsetSeconds must be a number");
  if (typeof acceleration !== "number" || !(acceleration >= 1) || acceleration > ACCELERATION_MAX)
    throw new Refusal(422, `acceleration must be between 1 and ${ACCELERATION_MAX}`);
  clock.offsetSeconds = offset;
  clock.acceleration = acceleration;
  if (body["retryNow"] === true) deliverer.retryNow();
  return { body: showClock(request) };
}

const showClock = ({ context }: ControlRequest) => ({
  now: new Date(context.clock.now()).toISOString(),
  offsetSeconds: context.clock.offsetSeconds,
  acceleration: context.clock.acceleration,
});

function retry(request: ControlRequest) {
  request.context.deliverer.retryNow();
  return deliveries(request);
}

function requests(request: ControlRequest) {
  return { body: { requests: request.context.adminApi.requests } };
}

function setProtectedData(request: ControlRequest) {
  const { adminApi } = request.context;
  const { level } = readFields(request.body, "the level");
  if (level !== 1 && level !== 2) throw new Refusal(422, "level must be 1 or 2");
  adminApi.protectedDataLevel = level;
  return { body: { level } };
}

export const FAULT_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/control/deliveries",
    does: "counts of webhooks: pending, delivered, failed, lost; the last failures",
    answer: deliveries,
  },
  {
    method: "POST",
    path: "/control/deliveries",
    does: "faults on the way: {duplicate, reorder, delayMs, loss}",
    answer: setDeliveries,
  },
  {
    method: "POST",
    path: "/control/deliveries/retry",
    does: "tries at once what waits for a retry",
    answer: retry,
  },
  {
    method: "GET",
    path: "/control/faults",
    does: "faults of the Admin API",
    answer: ({ context }) => ({ body: showFaults(context) }),
  },
  {
    method: "POST",
    path: "/control/faults",
    does: "faults of the Admin API: {throttle, fail, timeoutAfterSuccess, bulkFail, bulkDelayMs}",
    answer: setFaults,
  },
  {
    method: "POST",
    path: "/control/protected-data",
    does: "{level}: with 1 the app is not approved for customers' names, e-mail, phone and address",
    answer: setProtectedData,
  },
  {
    method: "GET",
    path: "/control/metafields",
    does: "metafields; ?owner=gid",
    answer: metafields,
  },
  {
    method: "GET",
    path: "/control/requests",
    does: "every Admin API call with its operation, cost and errors",
    answer: requests,
  },
  {
    method: "GET",
    path: "/control/record",
    does: "the store's own record: orders as they are and every event; ?offset=&limit=",
    answer: record,
  },
  {
    method: "GET",
    path: "/control/clock",
    does: "the shop's clock",
    answer: (request) => ({ body: showClock(request) }),
  },
  {
    method: "POST",
    path: "/control/clock",
    does: "{offsetSeconds, acceleration, retryNow}",
    answer: setClock,
  },
  {
    method: "GET",
    path: "/control/fill",
    does: "how far a history is carried out",
    answer: ({ context }) => ({ body: context.fill.progress() }),
  },
];
