import type { ControlContext } from "../control/context.ts";
import type { Exchange } from "./exchange.ts";

/** A part of the store that people look at: the storefront, checkout, accounts, the back office. */
export interface Site {
  /** Whether a path is this site's; the first site that says so answers. */
  owns: (pathname: string, method: string) => boolean;
  answer: (exchange: Exchange, context: ControlContext) => void | Promise<void>;
}
