import {
  getNamedType,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { fieldDefinition, fieldsOf, isConnection } from "../cost.ts";

/** Which parts of an object's answer hold connections: their nodes become lines of their own. */
export type NodePlan = Map<string, { kind: "connection" | "object"; plan: NodePlan }>;

interface Walk {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Record<string, never>;
}

export const walkOf = (schema: GraphQLSchema, document: DocumentNode): Walk => ({
  schema,
  document,
  variables: {},
});

export interface SelectedNode {
  selections: SelectionSetNode;
  type: GraphQLNamedType;
}

/** What a connection selects of its nodes by `edges { node { … } }`; empty if it does so otherwise. */
export function nodesSelected(
  connection: FieldNode,
  type: GraphQLNamedType,
  walk: Walk,
): SelectedNode[] {
  const found: SelectedNode[] = [];
  const descend = (field: FieldNode, on: GraphQLNamedType, names: readonly string[]): void => {
    const [name, ...rest] = names;
    if (field.selectionSet === undefined) return;
    if (name === undefined) {
      found.push({ selections: field.selectionSet, type: on });
      return;
    }
    for (const [below, owner] of fieldsOf(field.selectionSet, walk, on)) {
      const definition = fieldDefinition(owner, below.name.value);
      if (below.name.value === name && below.alias === undefined && definition !== null)
        descend(below, getNamedType(definition.type), rest);
    }
  };
  descend(connection, type, ["edges", "node"]);
  return found;
}

export function planNodes(nodes: readonly SelectedNode[], walk: Walk): NodePlan {
  const plan: NodePlan = new Map();
  for (const { selections, type } of nodes) addFields(plan, selections, type, walk);
  return plan;
}

/** Adds what a selection holds; the same field may be selected more than once. */
function addFields(
  plan: NodePlan,
  selections: SelectionSetNode,
  on: GraphQLNamedType,
  walk: Walk,
): void {
  for (const [field, type] of fieldsOf(selections, walk, on)) {
    const definition = fieldDefinition(type, field.name.value);
    if (definition === null || field.selectionSet === undefined) continue;
    const returned = getNamedType(definition.type);
    const key = field.alias?.value ?? field.name.value;
    const known = plan.get(key);
    const below: NodePlan = known?.plan ?? new Map<string, never>();
    if (isConnection(returned)) {
      for (const node of nodesSelected(field, returned, walk))
        addFields(below, node.selections, node.type, walk);
      plan.set(key, { kind: "connection", plan: below });
    } else {
      addFields(below, field.selectionSet, returned, walk);
      if (below.size > 0) plan.set(key, { kind: "object", plan: below });
    }
  }
}
