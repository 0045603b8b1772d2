import type { DevStore } from "../../dev-store/start.ts";

export interface Seen {
  status: number;
  /** Without its markup, for what a person reads. */
  text: string;
  html: string;
  location: string | null;
  cookies: string[];
}

const readable = (html: string): string =>
  html
    .replace(/<script[\s\S]*?<\/script>|<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ");

async function seen(response: Response): Promise<Seen> {
  const html = await response.text();
  return {
    status: response.status,
    html,
    text: readable(html),
    location: response.headers.get("location"),
    cookies: response.headers.getSetCookie(),
  };
}

export async function look(store: DevStore, path: string, cookie = ""): Promise<Seen> {
  return seen(await fetch(`${store.url}${path}`, { headers: { cookie }, redirect: "manual" }));
}

/** Sends a form as a browser on one of our pages does; `origin` null leaves it out. */
export async function send(
  store: DevStore,
  path: string,
  fields: Record<string, string> = {},
  origin: string | null = store.url,
): Promise<Seen> {
  return seen(
    await fetch(`${store.url}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: origin === null ? {} : { origin },
      body: new URLSearchParams(fields),
    }),
  );
}

/** Sends a form and follows where it leads, with the message that it left. */
export async function sendAndFollow(
  store: DevStore,
  path: string,
  fields: Record<string, string> = {},
): Promise<Seen> {
  const answer = await send(store, path, fields);
  if (answer.location === null) return answer;
  const cookie = answer.cookies.map((item) => item.split(";")[0]).join("; ");
  return look(store, answer.location, cookie);
}
