/**
 * Every loader and action of the admin begins here: Shopify vouches for the request, the shop is
 * looked up, and it is known who acts and which language they read.
 */
import type { AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import type { Staff } from "../use-cases/staff.ts";
import type { ShopId } from "../use-cases/ports.ts";
import type { Language } from "../ui/words/language.ts";

export interface AdminVisit {
  readonly shopId: ShopId;
  readonly shopDomain: string;
  readonly shopName: string;
  readonly currency: string;
  /** IANA name, as Shopify tells it. */
  readonly timeZone: string;
  /** What the shop granted. */
  readonly scopes: string[];
  readonly staff: Staff;
  readonly language: Language;
}

type Asked = Pick<LoaderFunctionArgs, "request" | "context">;

/** One visit a request: the layout and its page ask for the same. */
const visits = new WeakMap<AppLoadContext, Promise<AdminVisit>>();

export async function adminVisit({ request, context }: Asked): Promise<AdminVisit> {
  let visit = visits.get(context);
  if (!visit) {
    visit = begin({ request, context });
    visits.set(context, visit);
  }
  try {
    return await visit;
  } catch (answer) {
    // Each of those who asked reads the answer's body for itself.
    throw answer instanceof Response ? answer.clone() : answer;
  }
}

async function begin({ request, context }: Asked): Promise<AdminVisit> {
  const { app } = context;
  const { session, sessionToken } = await authenticated({ request, context });
  await app.finishInstallation(session);
  return app.visits.of({
    shopDomain: session.shop,
    staffId: sessionToken.sub,
    idToken: idTokenOf(request),
    locale: new URL(request.url).searchParams.get("locale"),
  });
}

/**
 * Where Shopify gives no token for a verified visit the library answers 500. Of a shop that has
 * removed the app that is no failure: its page, left open, is told to be opened from the admin.
 */
async function authenticated({ request, context }: Asked) {
  const { app } = context;
  try {
    return await app.shopify.authenticate.admin(request);
  } catch (answer) {
    if (!(answer instanceof Response) || answer.status !== 500) throw answer;
    const shopDomain = shopNamedIn(idTokenOf(request));
    if (shopDomain === null || !(await app.visits.hasLeft(shopDomain))) throw answer;
    throw new Response(null, { status: 403, statusText: "Not installed" });
  }
}

/** Unverified: it decides nothing but which message is shown. */
function shopNamedIn(idToken: string): string | null {
  const claims = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
  return /"dest":"https:\/\/([a-z0-9][a-z0-9-]*\.myshopify\.com)"/.exec(claims)?.[1] ?? null;
}

/** What authenticate.admin has verified: in the header of a fetch, in the address of a document. */
function idTokenOf(request: Request): string {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return bearer ?? new URL(request.url).searchParams.get("id_token") ?? "";
}
