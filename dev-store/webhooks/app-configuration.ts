import { existsSync, readFileSync } from "node:fs";
import { parse } from "smol-toml";
import type { Subscription } from "../shop/records.ts";
import { isKnownTopic } from "./topics.ts";

export interface AppConfiguration {
  apiVersion: string;
  subscriptions: Omit<Subscription, "id" | "createdAt">[];
  scopes: string[];
  optionalScopes: string[];
  proxy: { prefix: string; subpath: string; path: string };
  /** What the app's own address would be; here it runs at another one. */
  applicationOrigin: string;
  /** Keys of the customer's `$app` metafields that account pages may read. */
  accountMetafields: string[];
}

type Table = Record<string, unknown>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const tableAt = (table: Table, name: string): Table => {
  const value = table[name];
  return isTable(value) ? value : {};
};
const textAt = (table: Table, name: string): string | null => {
  const value = table[name];
  return typeof value === "string" ? value : null;
};
const textsAt = (table: Table, name: string): string[] => {
  const value = table[name];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
};
const scopesOf = (text: string | null): string[] =>
  (text ?? "")
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");

function readSubscription(table: Table, apiVersion: string, path: string) {
  const topics = [...textsAt(table, "topics"), ...textsAt(table, "compliance_topics")];
  const unknown = topics.find((topic) => !isKnownTopic(topic));
  if (unknown !== undefined)
    throw new Error(`${path}: the dev store knows no webhook topic "${unknown}"`);
  const uri = textAt(table, "uri");
  if (uri === null) throw new Error(`${path}: a webhook subscription has no uri`);
  return topics.map((topic) => ({
    topic,
    uri,
    name: textAt(table, "name"),
    includeFields: textsAt(table, "include_fields"),
    filter: textAt(table, "filter"),
    apiVersion,
    origin: "configuration" as const,
  }));
}

const pathOf = (url: string): string => (url.startsWith("/") ? url : new URL(url).pathname);

function accountMetafieldsOf(root: Table): string[] {
  const definitions = tableAt(tableAt(tableAt(root, "customer"), "metafields"), "app");
  return Object.keys(definitions).filter((key) => {
    const access = textAt(tableAt(tableAt(definitions, key), "access"), "customer_account");
    return access === "read" || access === "read_write";
  });
}

/** What Shopify would know of the app from its `shopify.app.toml` after `shopify app deploy`. */
export function readAppConfiguration(path: string): AppConfiguration {
  if (!existsSync(path)) throw new Error(`The app's configuration ${path} does not exist`);
  const root: Table = parse(readFileSync(path, "utf8"));
  const webhooks = tableAt(root, "webhooks");
  const apiVersion = textAt(webhooks, "api_version") ?? "2026-07";
  const tables = webhooks["subscriptions"];
  const access = tableAt(root, "access_scopes");
  const proxy = tableAt(root, "app_proxy");
  return {
    apiVersion,
    subscriptions: (Array.isArray(tables) ? tables : [])
      .filter(isTable)
      .flatMap((table) => readSubscription(table, apiVersion, path)),
    scopes: scopesOf(textAt(access, "scopes")),
    optionalScopes: textsAt(access, "optional_scopes"),
    proxy: {
      prefix: textAt(proxy, "prefix") ?? "apps",
      subpath: textAt(proxy, "subpath") ?? "perennial",
      path: pathOf(textAt(proxy, "url") ?? "/proxy"),
    },
    applicationOrigin: new URL(textAt(root, "application_url") ?? "https://app.example").origin,
    accountMetafields: accountMetafieldsOf(root),
  };
}
