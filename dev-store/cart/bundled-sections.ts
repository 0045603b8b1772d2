import type { ControlContext } from "../control/context.ts";
import type { Exchange } from "../http/exchange.ts";
import { localPath } from "../http/local-path.ts";
import { renderSections } from "../storefront/visit.ts";
import type { Cart } from "./cart.ts";
import { textOf, type Input } from "./read-form.ts";

function idsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split(",").map((id) => id.trim());
  const list: unknown[] = typeof value === "object" && value !== null ? Object.values(value) : [];
  return list.filter((id): id is string => typeof id === "string");
}

function pathOf({ request }: Exchange, asked: unknown): string {
  const referer = request.headers.referer ?? "";
  const from = URL.canParse(referer) ? new URL(referer).pathname : "/";
  return localPath(textOf(asked), localPath(from, "/"));
}

/**
 * Sections of the theme as they look with the changed cart, which a theme's script asks for with
 * the change itself (`sections`, `sections_url`) to spare a second request.
 */
export function bundledSections(
  visit: { exchange: Exchange; context: ControlContext },
  cart: Cart,
  input: Input,
): { sections?: Record<string, string | null> } {
  const ids = idsOf(input["sections"]).filter((id) => id !== "");
  if (ids.length === 0) return {};
  const { exchange, context } = visit;
  const path = pathOf(exchange, input["sections_url"]);
  return { sections: renderSections(exchange, context, { ids, path, cart }) };
}
