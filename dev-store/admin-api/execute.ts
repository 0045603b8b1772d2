import {
  execute,
  getNamedType,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { grants } from "../oauth/tokens.ts";
import type { ApiContext } from "./context.ts";
import { fieldDefinition, fieldsOf, isConnection, pageSizeOf, type Variables } from "./cost.ts";
import { accessDenied, badRequest, notApproved, notImplemented } from "./errors.ts";
import { MUTATIONS, QUERIES, TYPES } from "./resolvers/table.ts";
import type { Arguments } from "./resolvers/resolver.ts";
import type { AdminSchema } from "./schema.ts";

/** The most rows of one page, and the most items of one list that an argument may hold. */
export const PAGE_SIZE_MAX = 250;
export const INPUT_LIST_MAX = 250;

export interface Prepared {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Variables;
}

export type Preparation = Prepared | { errors: readonly GraphQLError[] };

function pageErrors(prepared: Prepared, schema: AdminSchema): GraphQLError[] {
  const walk = { schema: schema.graphql, ...prepared };
  const errors: GraphQLError[] = [];
  const visit = (selections: SelectionSetNode, on: GraphQLNamedType): void => {
    for (const [field, type] of fieldsOf(selections, walk, on)) {
      const definition = fieldDefinition(type, field.name.value);
      if (definition === null || field.selectionSet === undefined) continue;
      const returned = getNamedType(definition.type);
      if (isConnection(returned)) {
        const size = pageSizeOf(field, prepared.variables);
        if (size === null)
          errors.push(badRequest(`you must provide one of first or last (${field.name.value})`));
        else if (size < 0 || size > PAGE_SIZE_MAX)
          errors.push(
            badRequest(`${field.name.value}: a page has 1 to ${PAGE_SIZE_MAX} items, not ${size}`),
          );
      }
      visit(field.selectionSet, returned);
    }
  };
  const root = schema.graphql.getRootType(prepared.operation.operation);
  if (root !== null && root !== undefined) visit(prepared.operation.selectionSet, root);
  return errors;
}

function hasLongList(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > INPUT_LIST_MAX || value.some(hasLongList);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasLongList);
}

/** Parses, validates against Shopify's schema and checks the limits that hold before anything runs. */
export function prepare(
  schema: AdminSchema,
  request: { query: string; operationName: string | null; variables: Variables },
): Preparation {
  let document: DocumentNode;
  try {
    document = parse(request.query);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const invalid = validate(schema.graphql, document);
  if (invalid.length > 0) return { errors: invalid };
  const operations = document.definitions.filter((item) => item.kind === Kind.OPERATION_DEFINITION);
  const operation =
    request.operationName === null
      ? operations[0]
      : operations.find((item) => item.name?.value === request.operationName);
  if (operation === undefined) return { errors: [badRequest("No operation to run")] };
  const prepared: Prepared = { document, operation, variables: request.variables };
  const errors = pageErrors(prepared, schema);
  if (hasLongList(request.variables)) {
    errors.push(
      new GraphQLError(`The input array size exceeds the maximum of ${INPUT_LIST_MAX}.`, {
        extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
      }),
    );
  }
  return errors.length > 0 ? { errors } : prepared;
}

function refuseWithoutScope(
  schema: AdminSchema,
  context: ApiContext,
  field: { name: string; parent: string; returned: string },
): void {
  const needs = [
    schema.scopes.get(`${field.parent}.${field.name}`),
    schema.scopes.get(field.returned.replace(/Connection$/, "")),
  ];
  for (const need of needs) {
    if (need !== undefined && !need.anyOf.some((scope) => grants(context.scopes, scope)))
      throw accessDenied(
        field.name,
        need.text || need.anyOf.map((scope) => `\`${scope}\` access scope`).join(" or "),
      );
  }
}

function hasOwn(value: unknown, name: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}

function resolverFor(
  schema: AdminSchema,
  queries: typeof QUERIES,
): GraphQLFieldResolver<unknown, ApiContext, Arguments> {
  const { graphql } = schema;
  return (parent, args, context, info) => {
    const { fieldName } = info;
    const type = info.parentType.name;
    refuseWithoutScope(schema, context, {
      name: fieldName,
      parent: type,
      returned: getNamedType(info.returnType).name,
    });
    if (context.protectedDataLevel === 1 && schema.protectedFields.has(`${type}.${fieldName}`))
      throw notApproved(type);
    if (type === graphql.getQueryType()?.name || type === graphql.getMutationType()?.name) {
      const root = (info.operation.operation === OperationTypeNode.MUTATION ? MUTATIONS : queries)[
        fieldName
      ];
      if (root === undefined) throw notImplemented(`${type}.${fieldName}`);
      return root(args, context);
    }
    const resolver = TYPES[type]?.[fieldName];
    if (resolver !== undefined && hasOwn(parent, "value"))
      return resolver(parent["value"], args, context);
    if (TYPES[type] === undefined && hasOwn(parent, fieldName)) return parent[fieldName];
    throw notImplemented(`${type}.${fieldName}`);
  };
}

/** Runs what was prepared; a bulk operation brings its own answers to the query's root. */
export function run(
  schema: AdminSchema,
  prepared: Prepared,
  context: ApiContext,
  queries: typeof QUERIES = QUERIES,
): ExecutionResult {
  const result = execute({
    schema: schema.graphql,
    document: prepared.document,
    operationName: prepared.operation.name?.value ?? null,
    variableValues: prepared.variables,
    contextValue: context,
    fieldResolver: resolverFor(schema, queries),
    typeResolver: (value) =>
      hasOwn(value, "__typename") && typeof value["__typename"] === "string"
        ? value["__typename"]
        : undefined,
  });
  // Resolvers read what is in memory: nothing here is asynchronous.
  return result as ExecutionResult;
}
