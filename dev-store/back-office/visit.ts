import type { ControlContext } from "../control/context.ts";
import type { Html } from "../http/html.ts";

/** A request of the back office, taken apart. */
export interface Visit {
  context: ControlContext;
  /** The parts of the path that the route leaves open. */
  parts: readonly string[];
  query: URLSearchParams;
  /** What was posted; empty for a page that is only looked at. */
  form: URLSearchParams;
  /** The message that the action before left. */
  flash: Flash | null;
}

export interface Flash {
  kind: "done" | "refused";
  text: string;
}

export type Section =
  | "overview"
  | "orders"
  | "products"
  | "customers"
  | "discounts"
  | "deliveries"
  | "api-calls"
  | "theme"
  | "app";

export interface PageReply {
  status?: number;
  title: string;
  section: Section;
  content: Html;
  /** Where the back link goes. */
  back?: { href: string; label: string };
  /** At the right of the title. */
  actions?: Html;
  /** Beside the title, such as a status. */
  beside?: Html;
  /** A message of this very answer; one of the answer before comes with the visit. */
  flash?: Flash;
}

export type Reply =
  | PageReply
  /** A part of a page that a script asked for. */
  | { fragment: Html }
  | { whole: Html; status?: number }
  | { redirect: string; flash?: Flash; cookie?: string };

export interface Route {
  method: "GET" | "POST";
  /** Words and, for parts that vary, `:name`. */
  path: string;
  answer: (visit: Visit) => Reply | Promise<Reply>;
}
