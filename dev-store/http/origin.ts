import type { IncomingMessage } from "node:http";
import { Refusal } from "../wire/refusal.ts";

/** Names of this machine that no other machine's page can have. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]);

const isOwnName = (name: string, shopDomain: string): boolean =>
  LOOPBACK.has(name) || name === shopDomain;

/**
 * The back office and the control API answer under their own names only: a page elsewhere whose name
 * was pointed at this machine would otherwise count as the same origin.
 */
export function requireOwnHost(request: IncomingMessage, shopDomain: string): void {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!isOwnName(host, shopDomain))
    throw new Refusal(421, `This part of the dev store is not served as ${JSON.stringify(host)}`);
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

/**
 * What programs call, a page of this machine may call too, but no page of another site: a browser
 * sends a plain POST there without asking first, and names the page that it comes from.
 */
export function refuseForeignPage(request: IncomingMessage, shopDomain: string): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const name = URL.canParse(origin) ? new URL(origin).hostname : "";
  if (!isOwnName(name, shopDomain))
    throw new Refusal(403, `A page of ${JSON.stringify(origin)} may not call the control API`);
}
