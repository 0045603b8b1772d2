/** The shops: whom a domain belongs to, and what Shopify told of them. */
import type { Pool, PoolClient } from "pg";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ProgramVersion } from "../../domain/program/program.ts";
import type { FoundSubscriptions } from "./access-store.server.ts";
import { alone, inShop, type ShopId } from "./shop-transaction.server.ts";

/** `redacted`: emptied; the row answers to no domain, and the shop's next installation makes another. */
export type ShopState = "not-installed" | "installed" | "uninstalled" | "redacted";

export type KnownReach = "everything" | "sixty-days" | "file";

export type ShopRow = {
  shopId: ShopId;
  domain: string;
  state: ShopState;
  name: string | null;
  currency: string;
  timeZone: string;
  described: boolean;
  earnFrom: Date | null;
  /** When the merchant (or whoever runs the app) chose whether past orders earn; null = not asked yet. */
  earnChosenAt: Date | null;
  /** By the domain's clock, as `earnFrom` is. */
  firstInstalledAt: Date | null;
  /** Orders placed from then on are known, and how far back that reaches. */
  knownFrom: Date | null;
  knownReach: KnownReach | null;
  scopes: string;
  proxyPrefix: string;
  installedAt: Date | null;
  uninstalledAt: Date | null;
  /** Since when Shopify refuses the shop's token, and what it said; null: it doesn't. */
  accessLostAt: Date | null;
  accessRemark: string | null;
  /** Of the subscriptions made by the Admin API; null before the first look. */
  subscriptions: FoundSubscriptions | null;
  subscriptionsCheckedAt: Date | null;
  /** Orders that changed before it were compared with Shopify. */
  reconciledTo: Date | null;
  nightlyDueAt: Date | null;
  /** When a storefront first asked for points. */
  storefrontSeenAt: Date | null;
  /** When the merchant said that the blocks are placed, and when they put the set-up away. */
  blocksPlacedAt: Date | null;
  setUpClosedAt: Date | null;
};

export type ShopDescription = { name: string; currency: string; timeZone: string };

const SELECT = `SELECT shop_id::text AS "shopId", domain, state, name, currency, time_zone AS "timeZone", described,
  earn_from AS "earnFrom", earn_chosen_at AS "earnChosenAt", first_installed_at AS "firstInstalledAt",
  known_from AS "knownFrom", known_reach AS "knownReach", scopes, proxy_prefix AS "proxyPrefix", installed_at AS "installedAt",
  uninstalled_at AS "uninstalledAt", access_lost_at AS "accessLostAt", access_remark AS "accessRemark", subscriptions,
  subscriptions_checked_at AS "subscriptionsCheckedAt", reconciled_to AS "reconciledTo", nightly_due_at AS "nightlyDueAt",
  storefront_seen_at AS "storefrontSeenAt", blocks_placed_at AS "blocksPlacedAt", set_up_closed_at AS "setUpClosedAt" FROM shops`;

// Asked for by every request, and changed only when a shop was forgotten: then another process may
// have forgotten it. Other fields may be as old as the shorter time.
const KNOWN_IDS_MAX = 100_000;
const ID_MS = 30_000;
const RECENT_MS = 2_000;

/** Where a statement runs: by itself, or in the transaction whose work it belongs to. */
type Within = Pick<PoolClient, "query">;

export class ShopStore {
  readonly #pool: Pool;
  readonly #ids = new Map<string, { shopId: ShopId; readAt: number }>();
  readonly #recent = new Map<string, { row: ShopRow; readAt: number }>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The id of a shop that has a row, or null. */
  async findId(domain: string): Promise<ShopId | null> {
    const known = this.#ids.get(domain);
    if (known && performance.now() - known.readAt < ID_MS) return known.shopId;
    return (await this.find(domain))?.shopId ?? null;
  }

  /** The id as the database has it now: after a redaction the same domain is another shop. */
  async freshIdOf(domain: string): Promise<ShopId> {
    this.forget(domain);
    return this.idOf(domain);
  }

  /** The domain's row is not its own any more. */
  forget(domain: string): void {
    this.#ids.delete(domain);
    this.#recent.delete(domain);
  }

  /** The id of the shop; one not heard of before becomes `not-installed`. */
  async idOf(domain: string): Promise<ShopId> {
    const known = await this.findId(domain);
    if (known) return known;
    await this.#pool.query(
      "INSERT INTO shops (domain) VALUES ($1) ON CONFLICT (domain) DO NOTHING",
      [domain],
    );
    const created = await this.find(domain);
    if (!created) throw new Error(`shop ${domain} could not be created`);
    return created.shopId;
  }

  /** For requests of shoppers: the row as of at most two seconds ago. */
  async findRecent(domain: string): Promise<ShopRow | null> {
    const recent = this.#recent.get(domain);
    if (recent && performance.now() - recent.readAt < RECENT_MS) return recent.row;
    return this.find(domain);
  }

  async find(domain: string): Promise<ShopRow | null> {
    const result = await this.#pool.query<ShopRow>(`${SELECT} WHERE domain = $1`, [domain]);
    return this.#remember(result.rows[0]);
  }

  async byId(shopId: ShopId): Promise<ShopRow | null> {
    const result = await this.#pool.query<ShopRow>(`${SELECT} WHERE shop_id = $1`, [shopId]);
    return this.#remember(result.rows[0]);
  }

  async list(): Promise<ShopRow[]> {
    const result = await this.#pool.query<ShopRow>(
      `${SELECT} WHERE state <> 'redacted' ORDER BY domain`,
    );
    return result.rows;
  }

  async describe(
    shopId: ShopId,
    description: ShopDescription,
    within: Within = this.#pool,
  ): Promise<void> {
    this.#recent.clear();
    await within.query(
      "UPDATE shops SET name = $2, currency = $3, time_zone = $4, described = true WHERE shop_id = $1",
      [shopId, description.name, description.currency, description.timeZone],
    );
  }

  /**
   * `earnFrom` is set by the first installation only, null (all orders earn) being a choice made by
   * whoever runs the app; a reinstallation resumes. `domainNow` is the domain's clock, for past orders. False
   * when the app was removed, or its token refused, while it was being installed.
   */
  async markInstalled(
    shopId: ShopId,
    at: { now: Date; domainNow: Date; earnFrom: Date | null; scopes: string },
  ): Promise<boolean> {
    const result = await this.#pool.query(
      `UPDATE shops SET state = 'installed', uninstalled_at = NULL, scopes = $4, installed_at = $2,
         earn_from = CASE WHEN first_installed_at IS NULL THEN $3 ELSE earn_from END,
         earn_chosen_at = CASE WHEN first_installed_at IS NULL AND $3::timestamptz IS NULL THEN $5 ELSE earn_chosen_at END,
         first_installed_at = coalesce(first_installed_at, $5)
       WHERE shop_id = $1 AND access_lost_at IS NULL AND state <> 'redacted'`,
      [shopId, at.now, at.earnFrom, at.scopes, at.domainNow],
    );
    this.#recent.clear();
    return result.rowCount === 1;
  }

  /**
   * A removal told late, after the app was installed again, changes nothing: false. Of the same second
   * it counts: nobody removes an app and has it back within one.
   */
  async markUninstalled(shopId: ShopId, at: Date, within: Within): Promise<boolean> {
    const result = await within.query(
      `UPDATE shops SET state = 'uninstalled', uninstalled_at = $2, access_lost_at = $2, access_remark = 'the app was removed',
         subscriptions_checked_at = NULL
       WHERE shop_id = $1 AND state IN ('not-installed', 'installed') AND coalesce(date_trunc('second', greatest(installed_at, vouched_at)), $2) <= $2`,
      [shopId, at],
    );
    if (!result.rowCount) return false;
    await within.query("DELETE FROM sessions WHERE shop_id = $1", [shopId]);
    this.#recent.clear();
    return true;
  }

  /** Sets from when orders earn, and when that was chosen; answers with what held before. */
  async chooseEarnFrom(
    shopId: ShopId,
    chosen: { earnFrom: Instant | null; at: Instant },
    within: Within,
  ): Promise<Instant | null> {
    // Waits for whoever settles by the rule of before, and has others read it anew (`inShopRetrying`).
    await within.query(alone(shopId));
    const locked = await within.query<{ earnFrom: Date | null }>(
      `SELECT earn_from AS "earnFrom" FROM shops WHERE shop_id = $1`,
      [shopId],
    );
    const earnFrom = chosen.earnFrom === null ? null : new Date(chosen.earnFrom);
    await within.query("UPDATE shops SET earn_from = $2, earn_chosen_at = $3 WHERE shop_id = $1", [
      shopId,
      earnFrom,
      new Date(chosen.at),
    ]);
    this.#recent.clear();
    return locked.rows[0]?.earnFrom?.getTime() ?? null;
  }

  /** The earliest is kept, with its reason: what was read once stays known. */
  async noteKnown(
    shopId: ShopId,
    known: { from: Instant; reach: KnownReach },
    within: Within,
  ): Promise<void> {
    await within.query(
      `UPDATE shops SET known_from = least(known_from, $2),
         known_reach = CASE WHEN known_from IS NULL OR $2 < known_from OR $3 = 'everything' THEN $3 ELSE known_reach END
       WHERE shop_id = $1`,
      [shopId, new Date(known.from), known.reach],
    );
    this.#recent.clear();
  }

  async setScopes(shopId: ShopId, scopes: string[], within: Within): Promise<void> {
    await within.query("UPDATE shops SET scopes = $2 WHERE shop_id = $1", [
      shopId,
      scopes.join(","),
    ]);
  }

  /** Where the storefront reaches the app. */
  async setProxyPrefix(shopId: ShopId, proxyPrefix: string, within: Within): Promise<void> {
    await within.query("UPDATE shops SET proxy_prefix = $2 WHERE shop_id = $1", [
      shopId,
      proxyPrefix,
    ]);
    this.#recent.clear();
  }

  /** Version 1 of the program, in force from the beginning of time; an existing one stays. */
  async startProgram(
    shopId: ShopId,
    { version, startsAt: _always, ...rules }: ProgramVersion,
  ): Promise<void> {
    await inShop(this.#pool, shopId, ({ client }) =>
      client.query(
        "INSERT INTO program_versions (shop_id, version, rules) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [shopId, version, JSON.stringify(rules)],
      ),
    );
  }

  /** The first of its kind stands; another at the same time changes nothing. */
  async noteSetUp(
    shopId: ShopId,
    step: "storefront_seen_at" | "blocks_placed_at" | "set_up_closed_at",
    at: Date,
  ): Promise<void> {
    await this.#pool.query(`UPDATE shops SET ${step} = $2 WHERE shop_id = $1 AND ${step} IS NULL`, [
      shopId,
      at,
    ]);
    this.#recent.clear();
  }

  #remember(row: ShopRow | undefined): ShopRow | null {
    if (!row) return null;
    if (this.#ids.size >= KNOWN_IDS_MAX) {
      this.#ids.clear();
      this.#recent.clear();
    }
    this.#recent.set(row.domain, { row, readAt: performance.now() });
    this.#ids.set(row.domain, { shopId: row.shopId, readAt: performance.now() });
    return row;
  }
}
