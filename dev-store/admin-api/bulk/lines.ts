import type { NodePlan } from "./plan.ts";

export interface Line {
  text: string;
  /** Whether it is of an object below another. */
  nested: boolean;
}

type Fields = Record<string, unknown>;

interface Below {
  node: Fields;
  plan: NodePlan;
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function nodesOf(connection: unknown): Fields[] {
  const edges = isFields(connection) ? connection["edges"] : null;
  return Array.isArray(edges) ? edges.map((edge: Fields) => edge["node"] as Fields) : [];
}

/** A copy without its connections; what those hold goes to `below`. */
function withoutConnections(node: Fields, plan: NodePlan, below: Below[]): Fields {
  if (plan.size === 0) return { ...node };
  const own: Fields = {};
  for (const [key, value] of Object.entries(node)) {
    const part = plan.get(key);
    if (part === undefined || !isFields(value)) own[key] = value;
    else if (part.kind === "object") own[key] = withoutConnections(value, part.plan, below);
    else for (const child of nodesOf(value)) below.push({ node: child, plan: part.plan });
  }
  return own;
}

/** An object as one line, followed by one for each object below it. */
export function linesOf(node: Fields, plan: NodePlan, parentId: unknown = null): Line[] {
  const below: Below[] = [];
  const own = withoutConnections(node, plan, below);
  if (parentId !== null) own["__parentId"] = parentId;
  const lines: Line[] = [{ text: `${JSON.stringify(own)}\n`, nested: parentId !== null }];
  for (const child of below)
    for (const line of linesOf(child.node, child.plan, node["id"])) lines.push(line);
  return lines;
}
