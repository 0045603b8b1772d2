import {
  getArgumentValues,
  getNamedType,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { fieldDefinition, fieldsOf, isConnection } from "../cost.ts";
import { notImplemented } from "../errors.ts";
import type { Prepared } from "../execute.ts";
import type { Arguments } from "../resolvers/resolver.ts";
import { TYPES } from "../resolvers/table.ts";
import type { AdminSchema } from "../schema.ts";
import { nodesSelected, planNodes, walkOf, type NodePlan } from "./plan.ts";
import { brokenRestrictions } from "./restrictions.ts";

/** A bulk query that may run: one connection at its root, and what becomes of its nodes. */
export interface BulkQuery {
  prepared: Prepared;
  field: string;
  /** The root's name in the answer. */
  key: string;
  args: Arguments;
  plan: NodePlan;
}

const PAGE_ARGUMENTS = new Set(["first", "last", "after", "before"]);

/** Pages mean nothing in bulk: what asks for them is read over. */
function withoutPages(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Field(field) {
      const owner = types.getParentType()?.name ?? "";
      const name = field.name.value;
      if (owner.endsWith("Connection") && name === "pageInfo") return null;
      if (owner.endsWith("Edge") && name === "cursor") return null;
      const type = types.getType();
      if (type === null || type === undefined || !isConnection(getNamedType(type)))
        return undefined;
      const kept = (field.arguments ?? []).filter((item) => !PAGE_ARGUMENTS.has(item.name.value));
      return { ...field, arguments: kept };
    },
  });
  return visit(document, visitor);
}

function parsed(query: string): DocumentNode | string {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

type RootField = [FieldNode, GraphQLNamedType];

function rootFieldsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): RootField[] {
  const root = schema.getQueryType();
  return root === null || root === undefined
    ? []
    : [...fieldsOf(selectionSet, walkOf(schema, document), root)];
}

/** What the dev store lacks of it is a loud error now, not a failed operation later. */
function requireResolvers(schema: GraphQLSchema, document: DocumentNode): void {
  const types = new TypeInfo(schema);
  const look = (field: FieldNode): void => {
    const owner = types.getParentType()?.name ?? "";
    const resolvers = TYPES[owner];
    const name = field.name.value;
    if (resolvers !== undefined && name !== "__typename" && resolvers[name] === undefined)
      throw notImplemented(`${owner}.${name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field: look }));
}

function bulkQueryOf(
  schema: GraphQLSchema,
  prepared: Prepared,
  [field, owner]: RootField,
): BulkQuery {
  const definition = fieldDefinition(owner, field.name.value);
  const returned = definition === null ? null : getNamedType(definition.type);
  if (definition === null || returned === null || !isConnection(returned))
    throw notImplemented(`a bulk query below ${field.name.value}`);
  requireResolvers(schema, prepared.document);
  const walk = walkOf(schema, prepared.document);
  return {
    prepared,
    field: field.name.value,
    key: field.alias?.value ?? field.name.value,
    args: getArgumentValues(definition, field),
    plan: planNodes(nodesSelected(field, returned, walk), walk),
  };
}

/** Reads the query of a bulk operation, or says in Shopify's words why it can't run. */
export function readBulkQuery(
  { graphql }: AdminSchema,
  query: string,
): { query: BulkQuery } | { complaints: string[] } {
  const given = parsed(query);
  if (typeof given === "string") return { complaints: [`Invalid bulk query: ${given}`] };
  const operations = given.definitions.filter((item) => item.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1)
    return { complaints: ["Invalid bulk query: it must contain exactly one operation"] };
  if (operation.operation !== OperationTypeNode.QUERY)
    return { complaints: ["Invalid operation type. Only `query` operations are supported."] };
  const invalid = validate(graphql, given);
  if (invalid.length > 0)
    return { complaints: invalid.map(({ message }) => `Invalid bulk query: ${message}`) };
  if ((operation.variableDefinitions ?? []).length > 0)
    return { complaints: ["Invalid bulk query: it can't take variables"] };
  const roots = rootFieldsOf(graphql, given, operation);
  const broken = brokenRestrictions(graphql, given, roots);
  if (broken.length > 0) return { complaints: broken };
  if (roots.length !== 1)
    return { complaints: ["Bulk queries must have exactly one top level field."] };
  const document = withoutPages(graphql, given);
  const stripped = document.definitions.find((item) => item.kind === Kind.OPERATION_DEFINITION);
  if (stripped === undefined) throw new Error("a bulk query lost its operation");
  const [root] = rootFieldsOf(graphql, document, stripped);
  if (root === undefined) throw new Error("a bulk query lost its root");
  const prepared: Prepared = { document, operation: stripped, variables: {} };
  return { query: bulkQueryOf(graphql, prepared, root) };
}
