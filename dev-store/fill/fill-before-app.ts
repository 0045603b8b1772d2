/**
 * A shop with a past gets the app once that is carried out: apps are installed in shops that have sold
 * before, and learn what was by asking.
 */
import type { Clock } from "../shop/clock.ts";
import type { Subscription } from "../shop/records.ts";
import type { Shop } from "../shop/shop.ts";
import type { AppConfiguration } from "../webhooks/app-configuration.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";
import { Fill } from "./fill.ts";
import type { FixedSource } from "./history-source.ts";

interface Waiting {
  shop: Shop;
  deliverer: Deliverer;
  clock: Clock;
  configuration: AppConfiguration;
  /** Optional scopes granted at the first installation. */
  grant?: readonly string[];
}

/** What carries out the shop's past, after which the app is installed: at once in a shop without one. */
export function fillBeforeApp(waiting: Waiting, source: FixedSource | null): Fill {
  const { shop, deliverer } = waiting;
  configure(waiting);
  const onDone = () => install(waiting);
  const until = source === null ? null : Date.parse(source.until);
  if (source === null || shop.historyFinished) onDone();
  return new Fill(shop, deliverer, { until, onDone });
}

const withoutId = ({ id: _id, createdAt: _at, ...rest }: Subscription) => rest;

/** Tells the shop what the app's configuration says by now, if that has changed. */
function configure({ shop, clock, configuration }: Waiting): void {
  const wanted = configuration.subscriptions;
  const known = shop.state.subscriptions
    .filter((item) => item.origin === "configuration")
    .map(withoutId);
  if (JSON.stringify(known) !== JSON.stringify(wanted))
    shop.execute({ kind: "subscriptions.configure", at: clock.now(), subscriptions: wanted });
}

/** The first time; whoever takes the app out again installs it by hand. */
function install({ shop, clock, configuration, grant = [] }: Waiting): void {
  if (shop.state.installation.everInstalled) return;
  const scopes = [...configuration.scopes, ...grant];
  shop.execute({ kind: "app.install", at: clock.now(), scopes });
}
