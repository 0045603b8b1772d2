import { badRequest } from "./errors.ts";

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Place {
  key: number | string;
  id: string;
}

interface Row<Node> {
  node: Node;
  place: Place;
}

const encodeCursor = (place: Place): string =>
  Buffer.from(JSON.stringify([place.key, place.id])).toString("base64url");

function decodeCursor(cursor: string): Place {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const match = /^\[(?:(\d+)|"([^"]*)"),"(\d+)"\]$/.exec(text);
  const id = match?.[3];
  if (match === null || id === undefined)
    throw badRequest("Invalid cursor for current pagination sort.");
  return { key: match[1] === undefined ? (match[2] ?? "") : Number(match[1]), id };
}

/** Ids are whole numbers as text: the longer one is the greater. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePlaces(a: Place, b: Place): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return compareIds(a.id, b.id);
}

/**
 * A page of a list in the order of its places. Cursors are places, not positions, so a row that
 * changes or goes between two pages makes no other row appear twice or not at all.
 */
export function connection<Node>(
  nodes: readonly Node[],
  args: PageArguments,
  placeOf: (node: Node) => Place,
) {
  const direction = args.reverse === true ? -1 : 1;
  const rows: Row<Node>[] = nodes
    .map((node) => ({ node, place: placeOf(node) }))
    .sort((a, b) => direction * comparePlaces(a.place, b.place));
  const isAfter = (row: Row<Node>, cursor: string) =>
    direction * comparePlaces(row.place, decodeCursor(cursor)) > 0;
  const isBefore = (row: Row<Node>, cursor: string) =>
    direction * comparePlaces(row.place, decodeCursor(cursor)) < 0;
  const { after, before, first, last } = args;
  const within = rows
    .filter((row) => after === undefined || after === null || isAfter(row, after))
    .filter((row) => before === undefined || before === null || isBefore(row, before));
  const page =
    first !== undefined && first !== null
      ? within.slice(0, first)
      : within.slice(-(last ?? within.length));
  const cursors = page.map((row) => encodeCursor(row.place));
  const fromStart = page[0] === within[0];
  const toEnd = page.at(-1) === within.at(-1);
  return {
    nodes: page.map((row) => row.node),
    edges: page.map((row, index) => ({ node: row.node, cursor: cursors[index] })),
    pageInfo: {
      hasNextPage: !toEnd || (before ?? null) !== null,
      hasPreviousPage: !fromStart || (after ?? null) !== null,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

/** A list that stays as it is, such as the lines of an order. */
export function listConnection<Node>(nodes: readonly Node[], args: PageArguments) {
  const places = new Map(nodes.map((node, index) => [node, index]));
  return connection(nodes, args, (node) => ({ key: places.get(node) ?? 0, id: "0" }));
}
