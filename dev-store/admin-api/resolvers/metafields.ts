import { createHash } from "node:crypto";
import type { MetafieldInput } from "../../shop/commands/command.ts";
import type { Metafield, ShopInfo } from "../../shop/records.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import { grants } from "../../oauth/tokens.ts";
import { gid, idOfGid } from "../../wire/gid.ts";
import { listConnection } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { source, type Arguments, type TypeResolvers } from "./resolver.ts";

/** Shopify takes 25 metafields in one call, all or none. */
export const METAFIELDS_SET_MAX = 25;
const VALUE_BYTES_MAX = 65_536;

/** What Shopify takes as names; `$app` namespaces are written out before they are looked at. */
const NAMESPACE = /^[A-Za-z0-9_-]{3,255}$/;
const KEY = /^[A-Za-z0-9_-]{2,64}$/;
const RESERVED = /^(app|shopify)--/;

/**
 * `$app` and no namespace at all stand for the app's own, `$app:part` for a part of it. An app's
 * installation belongs to the app as it is: there plain namespaces are the app's own (app data).
 */
function ownNamespace(context: ApiContext, namespace: unknown): string {
  const own = `app--${context.apiKey}`;
  if (typeof namespace !== "string" || namespace === "$app") return own;
  return namespace.startsWith("$app:") ? `${own}--${namespace.slice("$app:".length)}` : namespace;
}

const digestOf = (metafield: Metafield): string =>
  createHash("sha256").update(metafield.value).digest("hex");

export function metafieldOf(context: ApiContext, ownerGid: string, args: Arguments) {
  const name = `${ownNamespace(context, args["namespace"])}.${String(args["key"])}`;
  const metafield = context.shop.state.metafields.get(ownerGid)?.get(name);
  return metafield === undefined ? null : source("Metafield", metafield);
}

export function metafieldsOf(context: ApiContext, ownerGid: string, args: Arguments) {
  const namespace =
    typeof args["namespace"] === "string" ? ownNamespace(context, args["namespace"]) : null;
  const owned = [...(context.shop.state.metafields.get(ownerGid)?.values() ?? [])];
  const found = owned.filter(
    (metafield) => namespace === null || metafield.namespace === namespace,
  );
  return listConnection(
    found.map((metafield) => source("Metafield", metafield)),
    args,
  );
}

export const metafieldResolvers: TypeResolvers<Metafield> = {
  id: (metafield) => gid("Metafield", metafield.id),
  namespace: (metafield) => metafield.namespace,
  key: (metafield) => metafield.key,
  type: (metafield) => metafield.type,
  value: (metafield) => metafield.value,
  jsonValue: (metafield) => {
    const textual = metafield.type.includes("text") || metafield.type === "id";
    return textual ? metafield.value : (JSON.parse(metafield.value) as unknown);
  },
  compareDigest: digestOf,
  createdAt: (metafield) => graphqlTime(metafield.createdAt),
  updatedAt: (metafield) => graphqlTime(metafield.updatedAt),
};

/** The installation carries the app's own data; it is named by the shop that it is at. */
export const installationResolvers: TypeResolvers<ShopInfo> = {
  id: (_shop, _args, context) => installationGid(context),
  accessScopes: (_shop, _args, { scopes }) =>
    scopes.map((handle) => ({ handle, description: handle })),
  metafield: (_shop, args, context) => metafieldOf(context, installationGid(context), args),
  metafields: (_shop, args, context) => metafieldsOf(context, installationGid(context), args),
};

interface SetInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
}

interface UserError {
  field: string[];
  message: string;
  code: string;
  elementIndex: number;
}

const OWNERS = {
  Customer: { scope: "write_customers", of: "customers" },
  Order: { scope: "write_orders", of: "orders" },
  Product: { scope: "write_products", of: "products" },
} as const;

/** The one installation of the app at this shop, as an owner of app data. */
export const installationGid = (context: ApiContext): string =>
  gid("AppInstallation", context.shop.state.info.id);

function ownerProblem(
  context: ApiContext,
  ownerGid: string,
): { code: string; message: string } | null {
  const { state } = context.shop;
  if (ownerGid === gid("Shop", state.info.id) || ownerGid === installationGid(context)) return null;
  for (const [type, owner] of Object.entries(OWNERS)) {
    const id = idOfGid(ownerGid, type);
    if (id === null) continue;
    if (!grants(context.scopes, owner.scope))
      return {
        code: "APP_NOT_AUTHORIZED",
        message: `Access to this namespace and key on ${type} is not allowed.`,
      };
    return state[owner.of].has(id) ? null : { code: "INVALID", message: "Owner does not exist." };
  }
  return { code: "INVALID", message: "Owner type is not supported by the dev store." };
}

function isValue(type: string, value: string): boolean {
  if (type === "number_integer") return /^-?\d{1,16}$/.test(value);
  if (type === "number_decimal") return /^-?\d{1,13}(\.\d{1,9})?$/.test(value);
  if (type === "boolean") return value === "true" || value === "false";
  if (type === "date_time") return !Number.isNaN(Date.parse(value));
  if (type !== "json") return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function nameProblem(
  context: ApiContext,
  { namespace: given, key }: SetInput,
): { field: string; code: string; message: string } | null {
  const namespace = ownNamespace(context, given);
  const own = `app--${context.apiKey}`;
  if (RESERVED.test(namespace) && namespace !== own && !namespace.startsWith(`${own}--`))
    return {
      field: "namespace",
      code: "APP_NOT_AUTHORIZED",
      message: "Access to this namespace and key on this resource type is not allowed.",
    };
  if (!NAMESPACE.test(namespace))
    return { field: "namespace", code: "INVALID_VALUE", message: "Namespace is invalid." };
  return KEY.test(key)
    ? null
    : {
        field: "key",
        code: "INVALID_VALUE",
        message: "Key has 2 to 64 characters of A-Z, 0-9, _ and -.",
      };
}

function problemOf(
  context: ApiContext,
  input: SetInput,
): { field: string; code: string; message: string } | null {
  const owner = ownerProblem(context, input.ownerId);
  if (owner !== null) return { field: "ownerId", ...owner };
  const name = nameProblem(context, input);
  if (name !== null) return name;
  const namespace = ownNamespace(context, input.namespace);
  const known = context.shop.state.metafields.get(input.ownerId)?.get(`${namespace}.${input.key}`);
  if (input.type === undefined && known === undefined)
    return { field: "type", code: "BLANK", message: "Type can't be blank" };
  if (input.value === "")
    return { field: "value", code: "BLANK", message: "Value may not be empty" };
  if (Buffer.byteLength(input.value) > VALUE_BYTES_MAX)
    return {
      field: "value",
      code: "TOO_LONG",
      message: `Value is too long (maximum is ${VALUE_BYTES_MAX} bytes)`,
    };
  if (!isValue(input.type ?? known?.type ?? "", input.value))
    return {
      field: "value",
      code: "INVALID_VALUE",
      message: `Value is no ${input.type ?? known?.type ?? ""}.`,
    };
  if (input.compareDigest === undefined) return null;
  const digest = known === undefined ? null : digestOf(known);
  return digest === input.compareDigest
    ? null
    : {
        field: "compareDigest",
        code: "STALE_OBJECT",
        message:
          "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
      };
}

export function metafieldsSet(context: ApiContext, args: Arguments) {
  const inputs = args["metafields"] as SetInput[];
  if (inputs.length > METAFIELDS_SET_MAX) {
    const message = `Exceeded the maximum metafields input limit of ${METAFIELDS_SET_MAX}.`;
    return {
      metafields: null,
      userErrors: [
        { field: ["metafields"], code: "LESS_THAN_OR_EQUAL_TO", message, elementIndex: null },
      ],
    };
  }
  const userErrors = inputs.flatMap((input, index): UserError[] => {
    const problem = problemOf(context, input);
    if (problem === null) return [];
    return [
      {
        field: ["metafields", String(index), problem.field],
        code: problem.code,
        message: problem.message,
        elementIndex: index,
      },
    ];
  });
  // One bad metafield keeps all of them out.
  if (userErrors.length > 0) return { metafields: [], userErrors };
  const metafields = inputs.map((input): MetafieldInput => {
    const namespace = ownNamespace(context, input.namespace);
    const known = context.shop.state.metafields
      .get(input.ownerId)
      ?.get(`${namespace}.${input.key}`);
    return {
      ownerGid: input.ownerId,
      namespace,
      key: input.key,
      type: input.type ?? known?.type ?? "",
      value: input.value,
    };
  });
  context.shop.execute({ kind: "metafields.set", at: context.clock.now(), metafields });
  return {
    metafields: metafields.map((input) => metafieldOf(context, input.ownerGid, { ...input })),
    userErrors: [],
  };
}

export function metafieldsDelete(context: ApiContext, args: Arguments) {
  const inputs = args["metafields"] as { ownerId: string; namespace: string; key: string }[];
  const found = inputs.map((input) => {
    const namespace = ownNamespace(context, input.namespace);
    const name = `${namespace}.${input.key}`;
    const exists = context.shop.state.metafields.get(input.ownerId)?.has(name) ?? false;
    return exists
      ? {
          ownerGid: input.ownerId,
          name,
          answer: { ownerId: input.ownerId, namespace, key: input.key },
        }
      : null;
  });
  const metafields = found.flatMap((item) =>
    item === null ? [] : [{ ownerGid: item.ownerGid, name: item.name }],
  );
  if (metafields.length > 0)
    context.shop.execute({ kind: "metafields.delete", at: context.clock.now(), metafields });
  return { deletedMetafields: found.map((item) => item?.answer ?? null), userErrors: [] };
}
