import {
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

export type Variables = Readonly<Record<string, unknown>>;

const CONNECTION_COST = 2;
const OBJECT_COST = 1;
const MUTATION_COST = 10;

/**
 * A connection costs by the page that is asked for. Shopify's documentation says no more than
 * "sized by first and last"; a published breakdown shows 11 units for a page of 250 (product with
 * 250 variants and their inventory items: 25 in all), which twice the natural logarithm meets.
 */
export function pageCost(size: number): number {
  return size <= 1 ? size : Math.max(1, Math.floor(2 * Math.log(size)));
}

interface Walk {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Variables;
}

function numberOf(value: ValueNode | undefined, variables: Variables): number | null {
  if (value === undefined) return null;
  if (value.kind === Kind.INT) return Number(value.value);
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof given === "number" ? given : null;
}

export function pageSizeOf(field: FieldNode, variables: Variables): number | null {
  const argument = (name: string) =>
    field.arguments?.find((item) => item.name.value === name)?.value;
  return numberOf(argument("first"), variables) ?? numberOf(argument("last"), variables);
}

export const isConnection = (type: GraphQLNamedType): boolean => type.name.endsWith("Connection");

/** The fields of a selection, fragments opened. */
export function* fieldsOf(
  selections: SelectionSetNode,
  walk: Walk,
  on: GraphQLNamedType,
): Generator<[FieldNode, GraphQLNamedType]> {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) yield [selection, on];
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const name = selection.typeCondition?.name.value;
      yield* fieldsOf(
        selection.selectionSet,
        walk,
        (name === undefined ? null : walk.schema.getType(name)) ?? on,
      );
    } else {
      const fragment = walk.document.definitions.find(
        (item) =>
          item.kind === Kind.FRAGMENT_DEFINITION && item.name.value === selection.name.value,
      );
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue;
      yield* fieldsOf(
        fragment.selectionSet,
        walk,
        walk.schema.getType(fragment.typeCondition.name.value) ?? on,
      );
    }
  }
}

export function fieldDefinition(
  type: GraphQLNamedType,
  name: string,
): GraphQLField<unknown, unknown> | null {
  return "getFields" in type
    ? ((type.getFields() as Record<string, GraphQLField<unknown, unknown>>)[name] ?? null)
    : null;
}

/** Fields of a connection that are part of its price: they cost nothing by themselves. */
const PAGE_PARTS = new Set(["nodes", "edges", "pageInfo"]);

function requestedOf(selections: SelectionSetNode, walk: Walk, on: GraphQLNamedType): number {
  let sum = 0;
  for (const [field, type] of fieldsOf(selections, walk, on)) {
    const definition = fieldDefinition(type, field.name.value);
    if (definition === null || field.selectionSet === undefined) continue;
    const returned = getNamedType(definition.type);
    if (!isCompositeType(returned)) continue;
    const below = requestedOf(field.selectionSet, walk, returned);
    if (isConnection(returned))
      sum += CONNECTION_COST + pageCost(pageSizeOf(field, walk.variables) ?? 0) * below;
    else if (isConnection(type) && PAGE_PARTS.has(field.name.value))
      sum += field.name.value === "pageInfo" ? 0 : OBJECT_COST + below;
    else if (type.name.endsWith("Edge") && field.name.value === "node") sum += below;
    else sum += OBJECT_COST + below;
  }
  return sum;
}

function mutationBase(operation: OperationDefinitionNode): number {
  return operation.operation === OperationTypeNode.MUTATION
    ? MUTATION_COST * operation.selectionSet.selections.length
    : 0;
}

/** `requestedQueryCost`: the most that the operation can cost, known before it runs. */
export function requestedCost(operation: OperationDefinitionNode, walk: Walk): number {
  const root = walk.schema.getRootType(operation.operation);
  if (!isObjectType(root)) return 0;
  return mutationBase(operation) + requestedOf(operation.selectionSet, walk, root);
}

function actualOf(
  selections: SelectionSetNode,
  walk: Walk,
  at: { on: GraphQLNamedType; data: unknown },
): number {
  if (Array.isArray(at.data))
    return Math.max(
      0,
      ...at.data.map((item) => actualOf(selections, walk, { on: at.on, data: item })),
    );
  if (typeof at.data !== "object" || at.data === null) return 0;
  let sum = 0;
  for (const [field, type] of fieldsOf(selections, walk, at.on)) {
    const definition = fieldDefinition(type, field.name.value);
    if (definition === null || field.selectionSet === undefined) continue;
    const returned = getNamedType(definition.type);
    if (!isCompositeType(returned)) continue;
    const data = (at.data as Record<string, unknown>)[field.alias?.value ?? field.name.value];
    const below = actualOf(field.selectionSet, walk, { on: returned, data });
    if (isConnection(returned)) sum += CONNECTION_COST + pageCost(returnedSize(data)) * below;
    else if (isConnection(type) && PAGE_PARTS.has(field.name.value))
      sum += field.name.value === "pageInfo" ? 0 : OBJECT_COST + below;
    else if (type.name.endsWith("Edge") && field.name.value === "node") sum += below;
    else sum += OBJECT_COST + below;
  }
  return sum;
}

function returnedSize(connection: unknown): number {
  const { nodes, edges } = (connection ?? {}) as { nodes?: unknown; edges?: unknown };
  const list = Array.isArray(nodes) ? nodes : edges;
  return Array.isArray(list) ? list.length : 0;
}

/** `actualQueryCost`: the same count over what really came back. */
export function actualCost(operation: OperationDefinitionNode, walk: Walk, data: unknown): number {
  const root = walk.schema.getRootType(operation.operation);
  if (!isObjectType(root)) return 0;
  return mutationBase(operation) + actualOf(operation.selectionSet, walk, { on: root, data });
}
