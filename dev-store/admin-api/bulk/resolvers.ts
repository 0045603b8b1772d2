import { hasEnded, type BulkOperation } from "../../shop/bulk-operation.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import { gid, idOfGid } from "../../wire/gid.ts";
import { connection, type PageArguments, type Place } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { badRequest, notImplemented } from "../errors.ts";
import {
  source,
  type Arguments,
  type Resolver,
  type TypeResolvers,
} from "../resolvers/resolver.ts";
import { comparesId, comparesTime, parseSearch, type Term } from "../search.ts";

const operationSource = (operation: BulkOperation | undefined) =>
  operation === undefined ? null : source("BulkOperation", operation);

const resolvers: TypeResolvers<BulkOperation> = {
  id: ({ id }) => gid("BulkOperation", id),
  type: () => "QUERY",
  query: ({ query }) => query,
  status: (operation, _args, { bulk }) => bulk.view(operation).status,
  errorCode: ({ errorCode }) => errorCode?.toUpperCase() ?? null,
  createdAt: ({ createdAt }) => graphqlTime(createdAt),
  completedAt: ({ status, endedAt }) =>
    status === "completed" && endedAt !== null ? graphqlTime(endedAt) : null,
  // 64-bit numbers are text in GraphQL.
  objectCount: (operation, _args, { bulk }) => String(bulk.view(operation).objectCount),
  rootObjectCount: (operation, _args, { bulk }) => String(bulk.view(operation).rootObjectCount),
  fileSize: ({ status, fileSize }) =>
    status === "completed" && fileSize > 0 ? String(fileSize) : null,
  url: (operation, _args, { bulk }) => bulk.view(operation).url,
  partialDataUrl: (operation, _args, { bulk }) => bulk.view(operation).partialDataUrl,
};

export const BULK_TYPES: Record<string, Record<string, Resolver<unknown>>> = {
  BulkOperation: resolvers as Record<string, Resolver<unknown>>,
};

function find(context: ApiContext, args: Arguments): BulkOperation | undefined {
  const wanted = String(args["id"]);
  if (!wanted.startsWith("gid://shopify/")) throw badRequest(`Invalid global id '${wanted}'`);
  const id = idOfGid(wanted, "BulkOperation");
  return id === null ? undefined : context.shop.state.bulkOperations.get(id);
}

function holds(context: ApiContext, operation: BulkOperation, term: Term): boolean {
  switch (term.field) {
    case "id":
      return comparesId(operation.id, term);
    case "created_at":
      return comparesTime(operation.createdAt, term);
    case "operation_type":
      return term.value === "query";
    case "status":
      return context.bulk.view(operation).status === term.value.toUpperCase();
    default:
      throw notImplemented(`the search term ${term.field} of bulk operations`);
  }
}

/** The newest first unless the list is reversed. */
function operations(context: ApiContext, args: Arguments) {
  const terms = parseSearch(typeof args["query"] === "string" ? args["query"] : "");
  const found = [...context.shop.state.bulkOperations.values()].filter((operation) =>
    terms.every((term) => holds(context, operation, term)),
  );
  const byEnd = args["sortKey"] === "COMPLETED_AT";
  const placeOf = ({ id, createdAt, endedAt }: BulkOperation): Place => ({
    key: byEnd ? (endedAt ?? 0) : createdAt,
    id,
  });
  return connection(
    found.map((operation) => source("BulkOperation", operation)),
    { ...(args as PageArguments), reverse: args["reverse"] !== true },
    ({ value }) => placeOf(value),
  );
}

function current({ shop }: ApiContext, args: Arguments) {
  const newest = [...shop.state.bulkOperations.values()].at(-1);
  return args["type"] === "MUTATION" ? null : operationSource(newest);
}

function runQuery(context: ApiContext, args: Arguments) {
  const submitted = context.bulk.submit({
    query: String(args["query"]),
    groupObjects: args["groupObjects"] === true,
    apiVersion: context.apiVersion,
  });
  if ("refusals" in submitted) return { bulkOperation: null, userErrors: submitted.refusals };
  const operation = context.shop.state.bulkOperations.get(submitted.id);
  return { bulkOperation: operationSource(operation), userErrors: [] };
}

function cancel(context: ApiContext, args: Arguments) {
  const { shop, clock } = context;
  const operation = find(context, args);
  if (operation === undefined) {
    const userErrors = [{ field: ["id"], message: "Bulk operation does not exist" }];
    return { bulkOperation: null, userErrors };
  }
  if (hasEnded(operation)) {
    const message = `A bulk operation cannot be canceled when it is ${operation.status}`;
    return { bulkOperation: operationSource(operation), userErrors: [{ field: null, message }] };
  }
  shop.execute({ kind: "bulk.cancel", at: clock.now(), id: operation.id });
  return {
    bulkOperation: operationSource(shop.state.bulkOperations.get(operation.id)),
    userErrors: [],
  };
}

type RootResolver = (args: Arguments, context: ApiContext) => unknown;

export const BULK_QUERIES: Record<string, RootResolver> = {
  bulkOperation: (args, context) => operationSource(find(context, args)),
  bulkOperations: (args, context) => operations(context, args),
  currentBulkOperation: (args, context) => current(context, args),
};

export const BULK_MUTATIONS: Record<string, RootResolver> = {
  bulkOperationRunQuery: (args, context) => runQuery(context, args),
  bulkOperationCancel: (args, context) => cancel(context, args),
};
