/**
 * Asking the app, through the shop's own address. One answer serves all blocks of a page, and nobody
 * asks before the page has come to rest or is touched: what Liquid wrote is shown until then.
 */
const TIMEOUT_MS = 8_000;
/** A loaded page that nobody touches for so long has come to rest; whoever leaves before asked nothing. */
const REST_MS = 2_000;

export interface Member {
  enrolledAt: string | null;
  /** Whether the joining points are claimed. */
  joined: boolean;
  points: {
    available: number;
    pending: number;
    expiring: { points: number; at: string }[];
  };
  tier: { id: string; name: string };
  nextTier: { id: string; name: string; remaining: { spendMinor: number } } | null;
}

export interface Entry {
  at: string;
  points: number;
  text: string;
  orderName: string | null;
}

export interface Activity {
  entries: Entry[];
  nextCursor: string | null;
}

/** The launcher's setting, where the merchant keeps the app under another address, goes first. */
function proxy(): string {
  const block =
    document.querySelector<HTMLElement>("perennial-block[data-own-proxy]") ??
    document.querySelector<HTMLElement>("perennial-block[data-proxy]");
  return block?.dataset["proxy"] ?? "";
}

async function call(path: string, method = "GET"): Promise<unknown> {
  const headers = { accept: "application/json" };
  // Safari before 16 has no timeout of its own; there the browser's applies.
  const signal = "timeout" in AbortSignal ? AbortSignal.timeout(TIMEOUT_MS) : null;
  const reply = await fetch(proxy() + path, { method, headers, signal });
  // A shop behind a password, or an app that is away, answers with a page.
  if (!reply.ok || !reply.headers.get("content-type")?.includes("json")) throw Error();
  return reply.json();
}

function memberOf(reply: unknown): Member {
  const { member } = reply as { member?: Member | null };
  if (!member?.points) throw Error();
  return member;
}

let answer: Promise<Member | null> | undefined;

/** Null when the app couldn't be asked. */
export function member(): Promise<Member | null> {
  return (answer ??= call("/member")
    .then(memberOf)
    .catch(() => null));
}

export const asked = (): boolean => !!answer;

export async function join(): Promise<Member> {
  const joined = memberOf(await call("/membership", "POST"));
  answer = Promise.resolve(joined);
  return joined;
}

export const activity = (query: URLSearchParams): Promise<Activity> =>
  call(`/activity?${query}`) as Promise<Activity>;

/** Once loaded, in an idle moment; a page that is only being prerendered waits for its visitor. */
export function whenIdle(then: () => void): void {
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(then) : then());
  const once = { once: true };
  const loaded = () =>
    document.readyState === "complete" ? idle() : addEventListener("load", idle, once);
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", loaded, once);
  } else loaded();
}

export const atRest = (then: () => void): void =>
  whenIdle(() => setTimeout(() => whenIdle(then), REST_MS));
