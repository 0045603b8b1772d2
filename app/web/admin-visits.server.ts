/** Who visits, of which shop, and in which language: asked of Shopify once, then remembered for a while. */
import type { App } from "../app.server.ts";
import { languageOf, type Language } from "../ui/words/language.ts";
import { readSettings } from "../use-cases/read-settings.ts";
import type { AdminVisit } from "./admin-visit.server.ts";

export interface AdminVisits {
  of(verified: Verified): Promise<AdminVisit>;
  /** Whether a shop has removed the app. */
  hasLeft(shopDomain: string): Promise<boolean>;
}

interface Verified {
  shopDomain: string;
  staffId: string;
  idToken: string;
  /** The language of the admin, which Shopify tells with a document and not with what follows it. */
  locale: string | null;
}

interface Known {
  name: string | null;
  locale: string | null;
  /** Whether Shopify was asked for the name, and when to ask again. */
  askAgainAt: number;
}

/** A name changes rarely; where Shopify didn't tell it, another try comes sooner. */
const NAME_MS_MAX = 60 * 60_000;
const NO_NAME_MS_MAX = 60_000;
/** A visit waits this long for a name and then goes on without. */
const NAME_WAIT_MS_MAX = 2_000;
const KNOWN_MAX = 10_000;

type Parts = Pick<App, "ports" | "askStaff" | "log">;

export function adminVisits({ ports, askStaff, log }: Parts): AdminVisits {
  const known = new Map<string, Known>();

  const remember = (key: string, staff: Known): Known => {
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(key, staff);
    return staff;
  };

  const staffOf = async (verified: Verified): Promise<Known> => {
    const key = `${verified.shopDomain} ${verified.staffId}`;
    const before = known.get(key);
    const locale = verified.locale ?? before?.locale ?? null;
    if (before && before.askAgainAt > Date.now()) return remember(key, { ...before, locale });
    try {
      const told = await askStaff(verified, AbortSignal.timeout(NAME_WAIT_MS_MAX));
      const askAgainAt = Date.now() + NAME_MS_MAX;
      return remember(key, { name: told.name, locale: locale ?? told.locale, askAgainAt });
    } catch (error) {
      log.warn({ error, shop: verified.shopDomain }, "Shopify didn't tell who acts");
      const askAgainAt = Date.now() + NO_NAME_MS_MAX;
      return remember(key, { name: before?.name ?? null, locale, askAgainAt });
    }
  };

  return {
    hasLeft: async (shopDomain) =>
      (await ports.stores.shops.find(shopDomain))?.state === "uninstalled",
    async of(verified) {
      const shop = await ports.stores.shops.find(verified.shopDomain);
      if (!shop) throw new Response(null, { status: 403, statusText: "Not installed" });
      const [{ adminLanguage }, staff] = await Promise.all([
        readSettings(ports, shop.shopId),
        staffOf(verified),
      ]);
      return {
        shopId: shop.shopId,
        shopDomain: shop.domain,
        shopName: shop.name ?? shop.domain,
        currency: shop.currency,
        timeZone: shop.timeZone,
        scopes: shop.scopes.split(",").filter((scope) => scope !== ""),
        staff: { id: verified.staffId, name: staff.name },
        language: chosen(adminLanguage, staff.locale),
      };
    },
  };
}

function chosen(adminLanguage: "auto" | Language, locale: string | null): Language {
  return adminLanguage === "auto" ? languageOf(locale ?? "en") : adminLanguage;
}
