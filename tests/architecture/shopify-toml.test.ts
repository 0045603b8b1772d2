/** `shopify app build` validates the form of these files; this says what must stand in them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { TOPICS } from "../../app/adapters/shopify/read-delivery.ts";
import { memberMetafields } from "../../app/adapters/shopify/shown-metafields.ts";
import { defaultProgram } from "../../app/domain/program/program.ts";
import type { Standing } from "../../app/domain/settlement/settlement.ts";
import { ADMIN_API_VERSION } from "../../app/web/shopify.server.ts";
import { PROJECT_DIR } from "./tree.ts";

const shownNobody: Standing = {
  enrolledAt: null,
  joined: false,
  balance: 0,
  pending: 0,
  lifetimeEarned: 0,
  tierId: "bronze",
  tierSince: null,
  tierUntil: null,
  spendMinor: 0,
  nextExpiryAt: null,
  nextChangeAt: null,
};
const metafield = z.object({
  type: z.string(),
  name: z.string(),
  access: z.object({ admin: z.string(), storefront: z.string(), customer_account: z.string() }),
});
const appToml = z.object({
  application_url: z.string(),
  embedded: z.boolean(),
  access_scopes: z.object({ scopes: z.string(), optional_scopes: z.array(z.string()) }),
  app_proxy: z.object({ url: z.string(), prefix: z.string(), subpath: z.string() }),
  customer: z.object({ metafields: z.object({ app: z.record(z.string(), metafield) }) }),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z.array(
      z.object({
        uri: z.string(),
        topics: z.array(z.string()).default([]),
        compliance_topics: z.array(z.string()).default([]),
        include_fields: z.array(z.string()).optional(),
      }),
    ),
  }),
});

const toml = appToml.parse(read("shopify.app.toml"));
const { subscriptions } = toml.webhooks;
const fieldsOf = new Map(
  subscriptions.flatMap((each) =>
    [...each.topics, ...each.compliance_topics].map((topic) => [topic, each.include_fields]),
  ),
);

/** Subscribed when the optional scope read_customer_merge is granted. */
const OPTIONAL_TOPICS = ["customers/merge"];
const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"];

/** Without these an order can't be counted: the one thing a delivery must carry. */
const REQUIRED_ORDER_FIELDS = [
  "id",
  "admin_graphql_api_id",
  "processed_at",
  "created_at",
  "updated_at",
  "financial_status",
  "cancelled_at",
  "test",
  "currency",
  "taxes_included",
  "customer.id",
  "refunds",
  "line_items.id",
  "line_items.product_id",
  "line_items.price_set",
  "line_items.quantity",
  "line_items.current_quantity",
  "line_items.gift_card",
  "line_items.discount_allocations",
  "line_items.tax_lines",
];

describe("webhooks", () => {
  test("every topic that the app can read is subscribed once, and no other", () => {
    const subscribed = subscriptions.flatMap((each) => [...each.topics, ...each.compliance_topics]);
    expect(subscribed.toSorted()).toEqual(
      TOPICS.filter((topic) => !OPTIONAL_TOPICS.includes(topic)).toSorted(),
    );
  });

  test("what the law asks for is subscribed as compliance topics", () => {
    expect(subscriptions.flatMap((each) => each.compliance_topics)).toEqual(COMPLIANCE_TOPICS);
  });

  test("all arrive at the one intake", () => {
    expect(new Set(subscriptions.map((each) => each.uri))).toEqual(new Set(["/webhooks"]));
  });

  test("all order topics ask for the same fields, so that their snapshots join", () => {
    const lists = [...fieldsOf].filter(([topic]) => topic.startsWith("orders/"));
    expect(lists).toHaveLength(6);
    for (const [, list] of lists) expect(list).toEqual(fieldsOf.get("orders/updated"));
  });

  test("the fields asked for are all that an order needs, an edit's too", () => {
    expect(fieldsOf.get("orders/updated")).toEqual(
      expect.arrayContaining([...REQUIRED_ORDER_FIELDS, "order_edit.order_id"]),
    );
  });

  test("no topic asks for names, addresses or payment details", () => {
    const personal = /e-?mail|phone|address|(first|last)_name|transactions|client_details|note/;
    expect(
      [...fieldsOf.values()].flatMap((list) => list ?? []).filter((field) => personal.test(field)),
    ).toEqual([]);
    for (const topic of ["orders/create", "customers/create", "customers/update"]) {
      expect(fieldsOf.get(topic), topic).toBeDefined();
    }
  });

  test("they come in the API version that the app speaks", () => {
    expect(toml.webhooks.api_version).toBe(ADMIN_API_VERSION);
  });
});

describe("access", () => {
  test("the scopes that every shop grants", () => {
    expect(toml.access_scopes.scopes.split(",")).toEqual([
      "read_orders",
      "read_customers",
      "write_customers",
      "read_products",
      "write_discounts",
      "write_app_proxy",
    ]);
  });

  test("the scopes that a feature asks for when it is turned on", () => {
    expect(toml.access_scopes.optional_scopes).toEqual([
      "read_all_orders",
      "read_customer_merge",
      "read_inventory",
      "read_markets",
      "write_pixels",
      "read_customer_events",
      "write_store_credit_account_transactions",
      "write_gift_cards",
    ]);
  });

  test("the app proxy forwards /apps/perennial/* to /proxy/*", () => {
    expect(toml.app_proxy).toMatchObject({ prefix: "apps", subpath: "perennial" });
    expect(toml.app_proxy.url).toBe(`${toml.application_url}/proxy`);
  });

  test("every metafield that is sent is defined with its type, and no other", () => {
    const version = defaultProgram("GBP");
    const member = { standing: shownNobody, balance: 0, held: 0, recent: [] };
    const sent = memberMetafields({ member, version, currency: "GBP" }, 0);
    expect(sent.map(({ namespace }) => namespace)).toEqual(sent.map(() => "$app"));
    const { app } = toml.customer.metafields;
    expect(Object.entries(app).map(([key, { type }]) => [key, type])).toEqual(
      sent.map(({ key, type }) => [key, type]),
    );
  });

  test("metafields are shown in the admin, the app's own blocks and account pages only", () => {
    for (const definition of Object.values(toml.customer.metafields.app)) {
      expect(definition.access).toEqual({
        admin: "merchant_read",
        storefront: "none",
        customer_account: "read",
      });
    }
  });

  test("the app is embedded in the admin", () => {
    expect(toml.embedded).toBe(true);
  });
});

test("Shopify's CLI starts the app by the npm scripts and sends webhooks to the intake", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(path.join(PROJECT_DIR, "package.json"), "utf8")));
  const web = z
    .object({ webhooks_path: z.string(), commands: z.record(z.string(), z.string()) })
    .parse(read("shopify.web.toml"));
  expect(web.webhooks_path).toBe("/webhooks");
  for (const command of Object.values(web.commands)) {
    const [, , script = ""] = command.split(" ");
    expect(Object.keys(scripts)).toContain(script);
  }
});

test("the theme extension is one of type theme with a default language", () => {
  const dir = "extensions/perennial-theme";
  expect(read(`${dir}/shopify.extension.toml`)).toMatchObject({ type: "theme" });
  const locale = readFileSync(path.join(PROJECT_DIR, dir, "locales/en.default.json"), "utf8");
  expect(Object.keys(JSON.parse(locale) as object)).not.toEqual([]);
});

function read(file: string): unknown {
  return parse(readFileSync(path.join(PROJECT_DIR, file), "utf8"));
}
