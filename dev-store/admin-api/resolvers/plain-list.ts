import { notImplemented } from "../errors.ts";
import type { Arguments } from "./resolver.ts";

/** Lists that can neither be searched nor sorted here say so. */
export function requirePlain(type: string, args: Arguments): void {
  if (typeof args["query"] === "string" && args["query"].trim() !== "")
    throw notImplemented(`searching ${type}s`);
  const sortKey = args["sortKey"];
  if (typeof sortKey === "string" && sortKey !== "ID")
    throw notImplemented(`sorting ${type}s by ${sortKey}`);
}
