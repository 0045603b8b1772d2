type Tree = Map<string, Tree | null>;

const trees = new WeakMap<readonly string[], Tree>();

function treeOf(fields: readonly string[]): Tree {
  const root: Tree = new Map();
  for (const field of fields) {
    let node = root;
    const path = field.split(".");
    path.forEach((name, index) => {
      const known = node.get(name);
      // The whole object was asked for already; a part of it adds nothing.
      if (known === null) return;
      if (index === path.length - 1) {
        node.set(name, null);
        return;
      }
      const next = known ?? new Map<string, Tree | null>();
      node.set(name, next);
      node = next;
    });
  }
  return root;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pick(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, tree));
  if (!isRecord(value)) return value;
  const picked: Record<string, unknown> = {};
  for (const [name, below] of tree) {
    if (!(name in value)) continue;
    picked[name] = below === null ? value[name] : pick(value[name], below);
  }
  return picked;
}

/** Keeps the fields that a subscription asks for; nested ones are written with a dot. */
export function includeFields(payload: unknown, fields: readonly string[]): unknown {
  if (fields.length === 0) return payload;
  let tree = trees.get(fields);
  if (tree === undefined) {
    tree = treeOf(fields);
    trees.set(fields, tree);
  }
  return pick(payload, tree);
}
