import {
  getNamedType,
  getNullableType,
  isListType,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import { fieldDefinition, fieldsOf, isConnection } from "../cost.ts";
import { nodesSelected, walkOf, type SelectedNode } from "./plan.ts";

const CONNECTIONS_MAX = 5;
/** Connections below the one at the root. */
const NESTED_MAX = 2;

interface Place {
  /** Connections above. */
  depth: number;
  inList: boolean;
  /** The connection whose node this is in, and whether that node gives its id. */
  parent: { field: string; hasId: boolean } | null;
}

interface Findings {
  connections: number;
  deepest: number;
  withoutEdges: Set<string>;
  parentsWithoutId: Set<string>;
  inLists: boolean;
}

type Walk = ReturnType<typeof walkOf>;

const selectsId = (nodes: readonly SelectedNode[], walk: Walk): boolean =>
  nodes.some(({ selections, type }) =>
    [...fieldsOf(selections, walk, type)].some(
      ([field]) => field.name.value === "id" && field.alias === undefined,
    ),
  );

function look(
  [field, type]: [FieldNode, GraphQLNamedType],
  place: Place,
  walk: Walk,
  findings: Findings,
): void {
  const definition = fieldDefinition(type, field.name.value);
  if (definition === null || field.selectionSet === undefined) return;
  const returned = getNamedType(definition.type);
  if (!isConnection(returned)) {
    const inList = place.inList || isListType(getNullableType(definition.type));
    for (const below of fieldsOf(field.selectionSet, walk, returned))
      look(below, { ...place, inList }, walk, findings);
    return;
  }
  findings.connections += 1;
  findings.deepest = Math.max(findings.deepest, place.depth);
  if (place.inList) findings.inLists = true;
  if (place.parent?.hasId === false) findings.parentsWithoutId.add(place.parent.field);
  const nodes = nodesSelected(field, returned, walk);
  if (nodes.length === 0) findings.withoutEdges.add(field.name.value);
  const parent = { field: field.name.value, hasId: selectsId(nodes, walk) };
  for (const node of nodes)
    for (const below of fieldsOf(node.selections, walk, node.type))
      look(below, { ...place, depth: place.depth + 1, parent }, walk, findings);
}

const quoted = (names: Iterable<string>): string =>
  [...names].map((name) => `'${name}'`).join(", ");

function complaints(findings: Findings, hasRootNode: boolean): string[] {
  const { connections, deepest, withoutEdges, parentsWithoutId, inLists } = findings;
  const found: [boolean, string][] = [
    [
      withoutEdges.size > 0,
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${[...withoutEdges][0] ?? ""} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: ${quoted(withoutEdges)}.`,
    ],
    [hasRootNode, "Bulk queries cannot contain a top level `node` field."],
    [
      deepest > NESTED_MAX,
      `Bulk queries cannot contain connections with a nesting depth greater than ${NESTED_MAX}.`,
    ],
    [
      connections > CONNECTIONS_MAX,
      `Bulk queries cannot contain more than ${CONNECTIONS_MAX} connections.`,
    ],
    [
      parentsWithoutId.size > 0,
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${[...parentsWithoutId].join(", ")}.`,
    ],
    [
      inLists,
      "Queries that contain a connection field within a list field are not currently supported.",
    ],
    [connections === 0, "Bulk queries must contain at least one connection."],
  ];
  return found.flatMap(([holds, message]) => (holds ? [message] : []));
}

/** What Shopify would not let run in bulk of a query that is valid by itself. */
export function brokenRestrictions(
  schema: GraphQLSchema,
  document: DocumentNode,
  rootFields: readonly [FieldNode, GraphQLNamedType][],
): string[] {
  const walk = walkOf(schema, document);
  const findings: Findings = {
    connections: 0,
    deepest: 0,
    withoutEdges: new Set(),
    parentsWithoutId: new Set(),
    inLists: false,
  };
  for (const field of rootFields)
    look(field, { depth: 0, inList: false, parent: null }, walk, findings);
  const hasRootNode = rootFields.some(([{ name }]) => ["node", "nodes"].includes(name.value));
  return complaints(findings, hasRootNode);
}
