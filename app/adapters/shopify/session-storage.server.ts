/**
 * Shopify's five-method session storage. A session id names its shop (`offline_{shop}`, or
 * `{shop}_{user}` for an embedded app), so every statement stays within one shop.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionParams } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Log } from "../postgres/log.server.ts";
import type { Sealed, SessionCipher } from "../encryption/session-cipher.server.ts";

export interface SessionRow extends Sealed {
  shopId: string;
  id: string;
  isOnline: boolean;
  expiresAt: Date | null;
}

/** The rows of one shop. */
export interface SessionRows {
  put(row: SessionRow): Promise<void>;
  find(shopId: string, id: string): Promise<SessionRow | null>;
  remove(shopId: string, ids: string[]): Promise<void>;
  ofShop(shopId: string): Promise<SessionRow[]>;
}

export interface ShopIds {
  /** Makes the shop known when it is not. */
  idOf(domain: string): Promise<string>;
  findId(domain: string): Promise<string | null>;
}

export interface SessionStorageParts {
  rows: SessionRows;
  shopIds: ShopIds;
  cipher: SessionCipher;
  log: Log;
}

export class EncryptedSessionStorage implements SessionStorage {
  readonly #parts: SessionStorageParts;

  constructor(parts: SessionStorageParts) {
    this.#parts = parts;
  }

  async storeSession(session: Session): Promise<boolean> {
    if (shopOf(session.id) !== session.shop) {
      throw new Error(
        `Session id ${session.id} does not name its shop ${session.shop}: only an embedded app's sessions can be stored.`,
      );
    }
    const shopId = await this.#parts.shopIds.idOf(session.shop);
    const place = { shopId, id: session.id };
    await this.#parts.rows.put({
      ...place,
      isOnline: session.isOnline,
      expiresAt: session.expires ?? null,
      ...this.#parts.cipher.seal(toText(session), place),
    });
    return true;
  }

  async loadSession(id: string): Promise<Session | undefined> {
    const shopId = await this.#knownShop(id);
    if (shopId === null) return undefined;
    const row = await this.#parts.rows.find(shopId, id);
    return row === null ? undefined : this.#open(row);
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.deleteSessions([id]);
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    for (const domain of new Set(ids.map(shopOf))) {
      const shopId = domain === null ? null : await this.#parts.shopIds.findId(domain);
      if (shopId === null) continue;
      const group = ids.filter((id) => shopOf(id) === domain);
      await this.#parts.rows.remove(shopId, group);
    }
    return true;
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    const shopId = await this.#parts.shopIds.findId(shop);
    if (shopId === null) return [];
    const rows = await this.#parts.rows.ofShop(shopId);
    return rows.map((row) => this.#open(row)).filter((session) => session !== undefined);
  }

  /** Asking for a session must not make a shop known: anybody can name one. */
  async #knownShop(id: string): Promise<string | null> {
    const domain = shopOf(id);
    return domain === null ? null : this.#parts.shopIds.findId(domain);
  }

  /** Under a key that is gone the session counts as absent: the merchant's next visit makes a new one. */
  #open(row: SessionRow): Session | undefined {
    const opened = this.#parts.cipher.open(row, row);
    if (opened.kind === "opened") return fromText(opened.text);
    this.#parts.log(
      "warn",
      "a stored session was sealed with a key that is neither current nor previous",
      {
        shopId: row.shopId,
        keyId: row.keyId,
      },
    );
    return undefined;
  }
}

const OFFLINE = /^offline_([a-z0-9][a-z0-9.-]*)$/;
const ONLINE = /^([a-z0-9][a-z0-9.-]*)_\d+$/;

/** The shop's domain in a session id, or null: ids come from outside. */
function shopOf(id: string): string | null {
  return (OFFLINE.exec(id) ?? ONLINE.exec(id))?.[1] ?? null;
}

const DATES = ["expires", "refreshTokenExpires"] as const;

/** Field by field: Shopify's own toObject() drops values such as an empty scope. */
function toText(session: Session): string {
  const { id, shop, state, isOnline, scope, accessToken, refreshToken, onlineAccessInfo } = session;
  const dates = DATES.map((name) => [name, session[name]?.getTime()]);
  return JSON.stringify({
    ...{ id, shop, state, isOnline, scope, accessToken, refreshToken, onlineAccessInfo },
    ...Object.fromEntries(dates),
  });
}

/** Authenticated before: it is what `toText` wrote. */
function fromText(text: string): Session {
  const stored = JSON.parse(text) as SessionParams &
    Partial<Record<(typeof DATES)[number], number>>;
  const params: SessionParams = { ...(stored as SessionParams) };
  for (const name of DATES) {
    const time: unknown = stored[name];
    if (typeof time === "number") params[name] = new Date(time);
  }
  return new Session(params);
}
