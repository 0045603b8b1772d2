import { findCustomer } from "../shop/commands/find.ts";
import type { ShopState } from "../shop/state.ts";
import { customerPayload } from "../webhooks/payloads/customer.ts";
import { collectionPayload, productPayload } from "../webhooks/payloads/product.ts";
import { shopPayload } from "../webhooks/payloads/shop.ts";
import { readFields, readText } from "../wire/fields.ts";
import { gid, readId } from "../wire/gid.ts";
import { Refusal } from "../wire/refusal.ts";
import { instantOf } from "./order-routes.ts";
import { readPage } from "./page.ts";
import { readCollection, readCustomer, readProduct } from "./read-resource.ts";
import type { ControlRequest, ControlRoute } from "./router.ts";

const idOf = (request: ControlRequest): string => readId(request.parts[0], "the id");
const showCustomer = (state: ShopState, id: string) =>
  customerPayload(findCustomer(state, id), state.info);

function showProduct(state: ShopState, id: string) {
  const product = state.products.get(id);
  if (product === undefined) throw new Refusal(404, `There is no product ${id}`);
  return productPayload(product, state.info);
}

function putCustomer(request: ControlRequest, id: string | null) {
  const { shop } = request.context;
  const known = id !== null && shop.state.customers.has(id);
  const made = shop.execute({
    kind: "customer.put",
    at: instantOf(request, "updated_at", "created_at"),
    customer: readCustomer(request.body, id),
  });
  return { status: known ? 200 : 201, body: showCustomer(shop.state, made ?? "") };
}

function merge(request: ControlRequest) {
  const { shop } = request.context;
  const body = readFields(request.body, "the merge");
  const keptId = idOf(request);
  shop.execute({
    kind: "customer.merge",
    at: instantOf(request, "at"),
    keptId,
    deletedId: readId(body["deleted_id"] ?? body["deletedId"], "deleted_id"),
  });
  return { body: showCustomer(shop.state, keptId) };
}

function putProduct(request: ControlRequest, id: string | null) {
  const { shop } = request.context;
  const made = shop.execute({
    kind: "product.put",
    at: instantOf(request, "updated_at", "created_at"),
    product: readProduct(shop.state, request.body, id),
  });
  return { body: showProduct(shop.state, made ?? "") };
}

function putCollection(request: ControlRequest) {
  const { shop } = request.context;
  const id = idOf(request);
  shop.execute({
    kind: "collection.put",
    at: instantOf(request, "updated_at"),
    collection: readCollection(request.body, id),
  });
  const collection = shop.state.collections.get(id);
  return { body: collection === undefined ? null : collectionPayload(collection, shop.state.info) };
}

const removal =
  (kind: "customer.delete" | "product.delete" | "collection.delete", type: string) =>
  (request: ControlRequest) => {
    const id = idOf(request);
    request.context.shop.execute({ kind, at: request.context.clock.now(), id });
    return { body: { id: gid(type, id) } };
  };

function changeShop(request: ControlRequest) {
  const { shop } = request.context;
  const body = readFields(request.body, "the shop");
  const name = readText(body["name"], "name");
  const email = readText(body["email"], "email");
  shop.execute({
    kind: "shop.change",
    at: instantOf(request, "updated_at"),
    ...(name === null ? {} : { name }),
    ...(email === null ? {} : { email }),
  });
  return { body: shopPayload(shop.state.info) };
}

function listCustomers(request: ControlRequest) {
  const { state } = request.context.shop;
  const page = readPage(request.query);
  const customers = [...state.customers.values()].slice(page.offset, page.offset + page.limit);
  return {
    body: {
      total: state.customers.size,
      customers: customers.map((customer) => customerPayload(customer, state.info)),
    },
  };
}

function listProducts(request: ControlRequest) {
  const { state } = request.context.shop;
  const page = readPage(request.query);
  const products = [...state.products.values()].slice(page.offset, page.offset + page.limit);
  return {
    body: {
      total: state.products.size,
      products: products.map((product) => productPayload(product, state.info)),
    },
  };
}

export const RESOURCE_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/control/shop",
    does: "the shop",
    answer: ({ context }) => ({ body: shopPayload(context.shop.state.info) }),
  },
  { method: "PUT", path: "/control/shop", does: "changes name or email", answer: changeShop },
  {
    method: "GET",
    path: "/control/customers",
    does: "customers; ?offset=&limit=",
    answer: listCustomers,
  },
  {
    method: "POST",
    path: "/control/customers",
    does: "makes a customer",
    answer: (request) => putCustomer(request, null),
  },
  {
    method: "GET",
    path: "/control/customers/:id",
    does: "one customer",
    answer: (request) => ({ body: showCustomer(request.context.shop.state, idOf(request)) }),
  },
  {
    method: "PUT",
    path: "/control/customers/:id",
    does: "makes or changes the customer with this id",
    answer: (request) => putCustomer(request, idOf(request)),
  },
  {
    method: "DELETE",
    path: "/control/customers/:id",
    does: "deletes a customer without orders",
    answer: removal("customer.delete", "Customer"),
  },
  {
    method: "POST",
    path: "/control/customers/:id/merge",
    does: "merges {deleted_id} into this customer",
    answer: merge,
  },
  {
    method: "GET",
    path: "/control/products",
    does: "products; ?offset=&limit=",
    answer: listProducts,
  },
  {
    method: "POST",
    path: "/control/products",
    does: "makes a product",
    answer: (request) => putProduct(request, null),
  },
  {
    method: "GET",
    path: "/control/products/:id",
    does: "one product",
    answer: (request) => ({ body: showProduct(request.context.shop.state, idOf(request)) }),
  },
  {
    method: "PUT",
    path: "/control/products/:id",
    does: "makes or changes the product with this id",
    answer: (request) => putProduct(request, idOf(request)),
  },
  {
    method: "DELETE",
    path: "/control/products/:id",
    does: "deletes the product",
    answer: removal("product.delete", "Product"),
  },
  {
    method: "PUT",
    path: "/control/collections/:id",
    does: "makes or changes the collection with this id",
    answer: putCollection,
  },
  {
    method: "DELETE",
    path: "/control/collections/:id",
    does: "deletes the collection",
    answer: removal("collection.delete", "Collection"),
  },
];
