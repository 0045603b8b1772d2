/** The app's `/account/*`, asked with Shopify's session token, which says which shop and customer. */
import { APP_URL } from "./app-url.ts";
import { memberOf, NOBODY, type Member, type Movement, type Program } from "./member.ts";
import type { OrderEarnings } from "./order-earnings.ts";

/** A block that waits longer for fresh numbers shows those of before. */
const ANSWER_MS_MAX = 6_000;

export interface AppClient {
  member(): Promise<{ program: Program; member: Member }>;
  join(): Promise<{ program: Program; member: Member }>;
  activity(cursor: string | null): Promise<{ entries: Movement[]; nextCursor: string | null }>;
  /** Null when the app doesn't know the order (yet). */
  order(gid: string): Promise<OrderEarnings | null>;
}

interface ActivityPage {
  entries: (Omit<Movement, "order"> & { orderName: string | null })[];
  nextCursor: string | null;
}

type Token = () => Promise<string>;

class NotFound extends Error {}

export function appClient(token: Token): AppClient {
  const ask = (path: string, method = "GET") => asking(token, path, method);
  return {
    member: async () => withMember(await ask("/account/member")),
    join: async () => withMember(await ask("/account/membership", "POST")),
    activity: async (cursor) => {
      const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const page = (await ask(`/account/activity${query}`)) as ActivityPage;
      return {
        entries: page.entries.map((entry) => ({ ...entry, order: entry.orderName })),
        nextCursor: page.nextCursor,
      };
    },
    order: async (gid) => {
      try {
        const id = gid.split("/").at(-1) ?? "";
        return (await ask(`/account/orders/${encodeURIComponent(id)}`)) as OrderEarnings;
      } catch (error) {
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
  };
}

async function asking(token: Token, path: string, method: string): Promise<unknown> {
  const response = await fetch(APP_URL + path, {
    method,
    headers: { Authorization: `Bearer ${await token()}` },
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  if (response.status === 404) throw new NotFound(path);
  if (!response.ok) throw new Error(`The app answered ${response.status} to ${method} ${path}.`);
  return response.json();
}

function withMember(answer: unknown): { program: Program; member: Member } {
  const { program, member } = answer as { program: Program; member: unknown };
  const read = member === null ? NOBODY : memberOf(member);
  if (read === null) throw new Error("The app answered with a member that can't be read.");
  return { program, member: read };
}
