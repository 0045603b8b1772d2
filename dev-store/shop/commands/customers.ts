import { gid } from "../../wire/gid.ts";
import { Refusal } from "../../wire/refusal.ts";
import type { Customer, Order } from "../records.ts";
import type { Change } from "../state.ts";
import type { CustomerInput, Deciding, Decide } from "./command.ts";
import { findCustomer } from "./find.ts";

function freshCustomer(shop: Deciding, input: CustomerInput, at: number): Customer {
  return {
    id: input.id ?? shop.ids.take("customer"),
    createdAt: input.createdAt ?? at,
    updatedAt: input.createdAt ?? at,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    state: "disabled",
    note: null,
    locale: "en",
    verifiedEmail: true,
    taxExempt: false,
    tags: [],
    addressId: shop.ids.take("address"),
    address: null,
  };
}

function changed(customer: Customer, input: CustomerInput): Customer {
  const firstName = input.firstName === undefined ? customer.firstName : input.firstName;
  const lastName = input.lastName === undefined ? customer.lastName : input.lastName;
  const address = input.address === undefined ? customer.address : input.address;
  return {
    ...customer,
    firstName,
    lastName,
    email: input.email === undefined ? customer.email : input.email,
    phone: input.phone === undefined ? customer.phone : input.phone,
    note: input.note === undefined ? customer.note : input.note,
    locale: input.locale ?? customer.locale,
    state: input.state ?? customer.state,
    tags: input.tags ?? customer.tags,
    address: address === null ? null : { ...address, firstName, lastName },
  };
}

export const putCustomer: Decide<"customer.put"> = (shop, command) => {
  const { customer: input, at } = command;
  const known = input.id === undefined ? undefined : shop.state.customers.get(input.id);
  const base = known ?? freshCustomer(shop, input, at);
  const customer = { ...changed(base, input), updatedAt: Math.max(base.updatedAt, at) };
  return {
    changes: [{ put: "customer", value: customer }],
    events: [
      {
        topic: known === undefined ? "customers/create" : "customers/update",
        subject: { of: "customer", customer },
      },
    ],
    id: customer.id,
  };
};

const ordersOf = (shop: Deciding, id: string): Order[] =>
  [...shop.state.orders.values()].filter((order) => order.customerId === id);

/** The metafields go with the customer: those of a merged one aren't taken over. */
const droppedCustomer = (id: string): Change[] => [
  { drop: "customer", id },
  { drop: "metafields", ownerGid: gid("Customer", id) },
];

/** Shopify refuses to delete a customer who has orders. */
export const deleteCustomer: Decide<"customer.delete"> = (shop, command) => {
  const { id } = findCustomer(shop.state, command.id);
  if (ordersOf(shop, id).length > 0)
    throw new Refusal(422, `customer ${id} has orders and can't be deleted`);
  return {
    changes: droppedCustomer(id),
    events: [{ topic: "customers/delete", subject: { of: "deleted-customer", id } }],
    id,
  };
};

/** The orders of the customer who goes belong to the one who stays from now on. */
export const mergeCustomers: Decide<"customer.merge"> = (shop, command) => {
  const kept = findCustomer(shop.state, command.keptId);
  const deleted = findCustomer(shop.state, command.deletedId);
  if (kept.id === deleted.id) throw new Refusal(422, "a customer can't be merged with themselves");
  const customer: Customer = {
    ...kept,
    email: kept.email ?? deleted.email,
    phone: kept.phone ?? deleted.phone,
    tags: [...new Set([...kept.tags, ...deleted.tags])],
    updatedAt: Math.max(kept.updatedAt, command.at),
  };
  const moved = ordersOf(shop, deleted.id).map((order): Change => ({
    put: "order",
    value: { ...order, customerId: kept.id },
  }));
  return {
    changes: [{ put: "customer", value: customer }, ...moved, ...droppedCustomer(deleted.id)],
    events: [
      {
        topic: "customers/merge",
        subject: { of: "customer-merge", keptId: kept.id, deletedId: deleted.id },
      },
      { topic: "customers/update", subject: { of: "customer", customer } },
    ],
    id: kept.id,
  };
};
