import type { IncomingMessage } from "node:http";
import { Refusal } from "../wire/refusal.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The back office answers under its own name only: a page elsewhere whose name was pointed at this
 * machine would otherwise count as the same origin.
 */
export function requireOwnHost(request: IncomingMessage, shopDomain: string): void {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!LOOPBACK.has(host) && host !== shopDomain)
    throw new Refusal(421, `The back office is not served as ${JSON.stringify(host)}`);
}

/** Every browser names the page that a form was sent from; only our own pages may send one. */
export function requireOwnForm(request: IncomingMessage): void {
  const { origin, host } = request.headers;
  if (origin === `http://${host ?? ""}` || origin === `https://${host ?? ""}`) return;
  throw new Refusal(
    403,
    "This form was sent from another site. Open the back office and send it from there.",
  );
}
