/**
 * The Customer Account API as an extension sees it: Shopify's own schema, the customer who is logged
 * in and nobody else, and of the app's metafields those that its configuration opens to accounts.
 */
import { readFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  graphqlSync,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";
import { metafieldResolvers } from "../../admin-api/resolvers/metafields.ts";
import type { ControlContext } from "../../control/context.ts";
import type { Customer, Metafield } from "../../shop/records.ts";
import { gid, idOfGid } from "../../wire/gid.ts";

const schemas = new Map<string, GraphQLSchema>();
const VERSION = /^(\d{4}-\d{2}|unstable)$/;

function schemaOf(version: string): GraphQLSchema | null {
  const known = schemas.get(version);
  if (known !== undefined) return known;
  const folder = new URL("../../../node_modules/@shopify/dev-mcp/dist/data/", import.meta.url);
  const file = fileURLToPath(new URL(`customer_${version}.json.gz`, folder));
  if (!VERSION.test(version) || !existsSync(file)) return null;
  const published = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as {
    data: IntrospectionQuery;
  };
  const schema = buildClientSchema(published.data);
  schemas.set(version, schema);
  return schema;
}

export interface CustomerCall {
  version: string;
  /** Null for someone who isn't logged in. */
  customerId: string | null;
  query: string;
  variables: Record<string, unknown>;
}

/** The answer's body; null when there is no such version. */
export function callCustomerApi(context: ControlContext, call: CustomerCall): unknown {
  const schema = schemaOf(call.version);
  if (schema === null) return null;
  return graphqlSync({
    schema,
    source: call.query,
    variableValues: call.variables,
    contextValue: { context, customerId: call.customerId } satisfies Asking,
    fieldResolver: resolve,
  });
}

interface Asking {
  context: ControlContext;
  customerId: string | null;
}

type Fields = Record<string, (args: Record<string, unknown>, asking: Asking) => unknown>;

/** Objects of the answer are tables of fields; one that isn't there says so instead of being null. */
const resolve: GraphQLFieldResolver<unknown, Asking, Record<string, unknown>> = (
  parent,
  args,
  asking,
  info,
) => {
  const fields = (parent ?? ROOT) as Fields;
  const field = fields[info.fieldName];
  if (field === undefined)
    throw new GraphQLError(
      `The dev store doesn't implement ${info.parentType.name}.${info.fieldName}`,
    );
  return field(args, asking);
};

const ROOT: Fields = {
  customer: (_args, asking) => customerFields(loggedIn(asking)),
  shop: (_args, { context }) => {
    const { info } = context.shop.state;
    return {
      id: () => gid("Shop", info.id),
      name: () => info.name,
      myshopifyDomain: () => info.domain,
    } satisfies Fields;
  },
  order: (args, asking) => {
    const id = idOfGid(String(args["id"]), "Order");
    const order = id === null ? undefined : asking.context.shop.state.orders.get(id);
    if (order?.customerId !== loggedIn(asking).id) return null;
    return {
      id: () => gid("Order", order.id),
      name: () => order.name,
      metafield: (wanted) => metafieldOf(asking.context, gid("Order", order.id), wanted),
    } satisfies Fields;
  },
};

function loggedIn({ context, customerId }: Asking): Customer {
  const customer = customerId === null ? undefined : context.shop.state.customers.get(customerId);
  if (customer !== undefined) return customer;
  throw new GraphQLError("Nobody is logged in", { extensions: { code: "UNAUTHENTICATED" } });
}

function customerFields(customer: Customer): Fields {
  const owner = gid("Customer", customer.id);
  return {
    id: () => owner,
    firstName: () => customer.firstName,
    lastName: () => customer.lastName,
    displayName: () =>
      [customer.firstName, customer.lastName].filter((name) => name !== null).join(" "),
    metafield: (args, { context }) => metafieldOf(context, owner, args),
    metafields: ({ identifiers }, { context }) =>
      (identifiers as Record<string, unknown>[]).map((each) => metafieldOf(context, owner, each)),
  };
}

/** `$app` is the calling app; other apps' and the merchant's own are out of the stand-in's reach. */
function metafieldOf(
  context: ControlContext,
  ownerGid: string,
  { namespace, key }: Record<string, unknown>,
): Fields | null {
  const open = context.configuration.accountMetafields.includes(String(key));
  if (namespace !== "$app" || !open) return null;
  const name = `app--${context.keys.apiKey}.${String(key)}`;
  const metafield = context.shop.state.metafields.get(ownerGid)?.get(name);
  return metafield === undefined ? null : metafieldFields(metafield, context);
}

function metafieldFields(metafield: Metafield, context: ControlContext): Fields {
  const { shop, clock, keys, bulk } = context;
  const asked = { shop, clock, scopes: [], apiVersion: "", apiKey: keys.apiKey, bulk };
  return Object.fromEntries(
    Object.entries(metafieldResolvers).map(([name, read]) => [
      name,
      (args: Record<string, unknown>) => read(metafield, args, asked),
    ]),
  );
}
