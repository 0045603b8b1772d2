import { orderPayload } from "../webhooks/payloads/order.ts";
import { refundPayload } from "../webhooks/payloads/refund.ts";
import { findOrder } from "../shop/commands/find.ts";
import type { Command } from "../shop/commands/command.ts";
import { readMinor } from "../shop/money.ts";
import type { ShopState } from "../shop/state.ts";
import { readFields, readFlag, readInstant, readText, type Fields } from "../wire/fields.ts";
import { gid, readId } from "../wire/gid.ts";
import { readPage } from "./page.ts";
import { readEdit, readOrder, readRefund, readTags } from "./read-order.ts";
import type { ControlRequest, ControlRoute } from "./router.ts";

const orderId = (request: ControlRequest): string => readId(request.parts[0], "the order's id");

/** When it happens: what the body says, else now. */
export function instantOf(request: ControlRequest, ...names: string[]): number {
  const body = readFields(request.body, "the body");
  for (const name of names) {
    const at = readInstant(body[name], name);
    if (at !== null) return at;
  }
  return request.context.clock.now();
}

export function showOrder(state: ShopState, id: string) {
  const order = findOrder(state, id);
  const customer =
    order.customerId === null ? null : (state.customers.get(order.customerId) ?? null);
  return orderPayload(order, customer, state.info);
}

function runOnOrder(request: ControlRequest, command: Command, status = 200) {
  request.context.shop.execute(command);
  return { status, body: showOrder(request.context.shop.state, orderId(request)) };
}

function place(request: ControlRequest) {
  const { shop } = request.context;
  const id = shop.execute({
    kind: "order.place",
    at: instantOf(request, "created_at", "processed_at"),
    order: readOrder(shop.state, request.body),
  });
  return { status: 201, body: showOrder(shop.state, id ?? "") };
}

function refund(request: ControlRequest) {
  const { shop } = request.context;
  const id = orderId(request);
  const made = shop.execute({
    kind: "order.refund",
    at: instantOf(request, "created_at", "processed_at"),
    id,
    refund: readRefund(shop.state, id, request.body),
  });
  const order = findOrder(shop.state, id);
  const found = order.refunds.find((item) => item.id === made);
  return {
    status: 201,
    body: found === undefined ? null : refundPayload(order, found, shop.state.info),
  };
}

function edit(request: ControlRequest) {
  const id = orderId(request);
  const input = readEdit(request.context.shop.state, id, request.body);
  return runOnOrder(
    request,
    { kind: "order.edit", at: instantOf(request, "created_at", "committed_at"), id, ...input },
    201,
  );
}

function cancel(request: ControlRequest) {
  const body = readFields(request.body, "the cancellation");
  return runOnOrder(request, {
    kind: "order.cancel",
    at: instantOf(request, "cancelled_at"),
    id: orderId(request),
    reason: readText(body["reason"], "reason") ?? "customer",
    refund: readFlag(body["refund"], "refund") ?? true,
  });
}

function pay(request: ControlRequest) {
  const body = readFields(request.body, "the payment");
  const { currency } = request.context.shop.state.info;
  const amount = body["amount"];
  return runOnOrder(
    request,
    {
      kind: "order.pay",
      at: instantOf(request, "created_at", "processed_at"),
      id: orderId(request),
      ...(amount === undefined ? {} : { amountMinor: readMinor(amount, currency, "amount") }),
    },
    201,
  );
}

function readCustomer(body: Fields): string | null | undefined {
  const customer = body["customer"];
  if (customer === undefined) return undefined;
  return customer === null ? null : readId(readFields(customer, "customer")["id"], "customer.id");
}

function change(request: ControlRequest) {
  const body = readFields(request.body, "the order");
  const tags = readTags(body["tags"]);
  const customerId = readCustomer(body);
  return runOnOrder(request, {
    kind: "order.change",
    at: instantOf(request, "updated_at"),
    id: orderId(request),
    ...(body["note"] === undefined ? {} : { note: readText(body["note"], "note") }),
    ...(tags === null ? {} : { tags }),
    ...(customerId === undefined ? {} : { customerId }),
  });
}

function remove(request: ControlRequest) {
  const id = orderId(request);
  request.context.shop.execute({ kind: "order.delete", at: request.context.clock.now(), id });
  return { body: { id: gid("Order", id) } };
}

function list(request: ControlRequest) {
  const { state } = request.context.shop;
  const page = readPage(request.query);
  const customer = request.query.get("customer_id");
  const wanted = customer === null ? null : readId(customer, "customer_id");
  const orders = [...state.orders.values()].filter(
    (order) => wanted === null || order.customerId === wanted,
  );
  return {
    body: {
      total: orders.length,
      orders: orders
        .slice(page.offset, page.offset + page.limit)
        .map((order) => showOrder(state, order.id)),
    },
  };
}

export const ORDER_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/control/orders",
    does: "orders in their current state; ?customer_id=&offset=&limit=",
    answer: list,
  },
  { method: "POST", path: "/control/orders", does: "places an order", answer: place },
  {
    method: "GET",
    path: "/control/orders/:id",
    does: "one order in its current state",
    answer: (request) => ({ body: showOrder(request.context.shop.state, orderId(request)) }),
  },
  {
    method: "PUT",
    path: "/control/orders/:id",
    does: "changes note, tags or customer",
    answer: change,
  },
  { method: "DELETE", path: "/control/orders/:id", does: "deletes the order", answer: remove },
  {
    method: "POST",
    path: "/control/orders/:id/refunds",
    does: "refunds lines, shipping or an amount",
    answer: refund,
  },
  {
    method: "POST",
    path: "/control/orders/:id/edits",
    does: "adds lines, sets quantities",
    answer: edit,
  },
  {
    method: "POST",
    path: "/control/orders/:id/cancel",
    does: "cancels, refunding what was paid unless refund is false",
    answer: cancel,
  },
  {
    method: "POST",
    path: "/control/orders/:id/payments",
    does: "takes a payment of what is outstanding, or of an amount",
    answer: pay,
  },
  {
    method: "POST",
    path: "/control/orders/:id/fulfil",
    does: "fulfils what is open",
    answer: (request) =>
      runOnOrder(
        request,
        { kind: "order.fulfil", at: instantOf(request, "created_at"), id: orderId(request) },
        201,
      ),
  },
  {
    method: "POST",
    path: "/control/orders/:id/expire",
    does: "lets the authorization run out",
    answer: (request) =>
      runOnOrder(request, {
        kind: "order.expire",
        at: instantOf(request, "updated_at"),
        id: orderId(request),
      }),
  },
];
