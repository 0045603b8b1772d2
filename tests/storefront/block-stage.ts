/**
 * One block of the theme app extension, rendered by the dev store's engine for whatever shopper,
 * language and program a test describes: no shop, no app, no theme.
 */
import path from "node:path";
import { LANGUAGES, type Language } from "../../dev-store/shop/markets.ts";
import { moneyFormat } from "../../dev-store/storefront/filters/money.ts";
import { globalsOf, type Page } from "../../dev-store/storefront/liquid/page.ts";
import { Extension } from "../../dev-store/storefront/theme/extension.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "extensions", "perennial-theme");
const extension = new Extension(ROOT, "perennial");

export const NOW = Date.parse("2026-11-22T10:12:00Z");
const SHOP_CURRENCY = "GBP";

export interface Expiring {
  points: number;
  at: string;
}

export interface MemberField {
  v: 1;
  asOf: string;
  enrolled: boolean;
  joined: boolean;
  available: number;
  pending: number;
  held: number;
  lifetime: number;
  expiring: Expiring | null;
  tier: { id: string; name: string; since: string; until: string | null; ratePercent: number };
  next: { id: string; name: string; remaining: number; progress: number } | null;
  recent: { at: string; kind: string; reason: string; points: number; order: string | null }[];
}

export interface Product {
  id: number;
  prices: readonly number[];
  selected?: number;
  "gift_card?"?: boolean;
}

export interface Scene {
  language?: string;
  country?: { code: string; currency: string };
  /** Null: a guest. Undefined: a customer that the app has written nothing of. */
  member?: MemberField | null | undefined;
  /** Null: the app has published no program yet. */
  program?: object | null;
  settings?: Record<string, unknown>;
  product?: Product;
  taxesIncluded?: boolean;
  designMode?: boolean;
  now?: number;
}

export const PROGRAM = {
  v: 1,
  asOf: "2026-11-22T10:00:00Z",
  name: "Rewards",
  pointsName: "points",
  currency: SHOP_CURRENCY,
  proxy: "/apps/perennial",
  hundredthsPerPoint: 100,
  joiningPoints: 100,
  expiryMonths: 12,
  tiers: [
    { id: "bronze", name: "Bronze", from: 0, ratePercent: 100 },
    { id: "silver", name: "Silver", from: 20_000, ratePercent: 125 },
    { id: "gold", name: "Gold", from: 50_000, ratePercent: 150 },
  ],
  rewards: [
    { id: "5-off", kind: "amount-off", points: 500, amount: 500, title: null },
    { id: "10-off", kind: "amount-off", points: 900, amount: 1000, title: null },
    { id: "free-shipping", kind: "free-shipping", points: 300, title: null },
    { id: "any-amount", kind: "variable", points: 100, amount: 100, title: null },
  ],
};

/** A Silver member half on the way to Gold; tests say what is different. */
export function memberField(more: Partial<MemberField> = {}): MemberField {
  return {
    v: 1,
    asOf: "2026-11-22T10:00:00Z",
    enrolled: true,
    joined: true,
    available: 120,
    pending: 0,
    held: 0,
    lifetime: 900,
    expiring: { points: 120, at: "2027-11-01T00:00:00Z" },
    tier: {
      id: "silver",
      name: "Silver",
      since: "2026-05-01T00:00:00Z",
      until: "2027-03-31T00:00:00Z",
      ratePercent: 125,
    },
    next: { id: "gold", name: "Gold", remaining: 12_600, progress: 58 },
    recent: [
      { at: "2026-11-20T10:00:00Z", kind: "order", reason: "order", points: 50, order: "#1005" },
      {
        at: "2026-11-12T10:00:00Z",
        kind: "order",
        reason: "refund-or-removal",
        points: -25,
        order: "#1004",
      },
      { at: "2026-10-30T10:00:00Z", kind: "order", reason: "paid", points: 1250, order: "#1003" },
      {
        at: "2026-09-03T10:00:00Z",
        kind: "redemption",
        reason: "spent",
        points: -500,
        order: null,
      },
      { at: "2026-05-01T10:00:00Z", kind: "join", reason: "join", points: 100, order: null },
    ],
    ...more,
  };
}

function languageOf(code: string): Language {
  const language = LANGUAGES.find((known) => known.code === code);
  if (!language) throw new Error(`The dev store has no language ${code}.`);
  return language;
}

function defaultsOf(block: string): Record<string, unknown> {
  const settings = (extension.schema(block)?.settings ?? []) as unknown as Record<
    string,
    unknown
  >[];
  return Object.fromEntries(
    settings.flatMap((setting) =>
      typeof setting["id"] === "string" ? [[setting["id"], setting["default"] ?? ""]] : [],
    ),
  );
}

function productObject({ id, prices, selected = 0, ...more }: Product) {
  const variants = prices.map((price, index) => ({ id: id * 100 + index, price }));
  return {
    id,
    "gift_card?": false,
    ...more,
    price: Math.min(...prices),
    price_varies: new Set(prices).size > 1,
    variants,
    selected_or_first_available_variant: variants[selected],
  };
}

/** What Shopify would put where the block stands, without the wrapper. */
export function renderBlock(block: string, scene: Scene = {}): string {
  const language = languageOf(scene.language ?? "en");
  const country = scene.country ?? { code: "GB", currency: SHOP_CURRENCY };
  const program = scene.program === undefined ? PROGRAM : scene.program;
  const page = {
    state: { info: { timeZone: "Europe/London" } },
    where: { language, country, currency: country.currency, rootUrl: language.rootUrl },
    now: scene.now ?? NOW,
    designMode: scene.designMode ?? false,
  } as unknown as Page;
  const metafield = scene.member == null ? undefined : { member: { value: scene.member } };
  const customer =
    scene.member === null ? undefined : { id: 1001, metafields: { $app: metafield } };
  const objects = {
    app: { metafields: { perennial: program && { program: { value: program } } } },
    customer,
    shop: { currency: SHOP_CURRENCY, money_format: moneyFormat(country.currency) },
    cart: {
      currency: { iso_code: country.currency },
      taxes_included: scene.taxesIncluded ?? false,
    },
    localization: { country: { iso_code: country.code } },
    request: { design_mode: page.designMode, locale: { iso_code: language.code } },
    routes: {
      storefront_login_url: `${language.rootUrl}/account/login`,
      account_login_url: `${language.rootUrl}/account/login`,
    },
    block: {
      id: "block",
      settings: {
        ...defaultsOf(block),
        ...(scene.product && { product: productObject(scene.product) }),
        ...scene.settings,
      },
    },
  };
  const templates = extension.engine.file(`blocks/${block}.liquid`);
  if (!templates) throw new Error(`There is no block ${block}.`);
  return extension.engine.run(
    templates,
    {},
    globalsOf(page, { realm: extension.realm, appKey: "perennial" }, objects),
  );
}
