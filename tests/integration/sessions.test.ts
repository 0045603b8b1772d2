import { randomBytes } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPool, createPrisma } from "../../app/adapters/postgres/pool.server.ts";
import { SessionStore } from "../../app/adapters/postgres/session-store.server.ts";
import { ShopStore } from "../../app/adapters/postgres/shop-store.server.ts";
import { SessionCipher } from "../../app/adapters/encryption/session-cipher.server.ts";
import { EncryptedSessionStorage } from "../../app/adapters/shopify/session-storage.server.ts";
import { createTestDatabase } from "../support/database.ts";

const SHOP = "orchard.myshopify.com";
const OTHER = "meadow.myshopify.com";
const FIRST_KEY = randomBytes(32);
const SECOND_KEY = randomBytes(32);

let pool: pg.Pool;
let superuser: pg.Pool;
let prisma: ReturnType<typeof createPrisma>;
let warnings: string[];

beforeAll(async () => {
  const database = await createTestDatabase();
  const log = (_level: string, message: string): void => void warnings.push(message);
  pool = createPool(database.appConfig, { applicationName: "sessions-test", log });
  prisma = createPrisma(pool);
  superuser = new pg.Pool(database.superuserConfig);
});

afterAll(async () => {
  await prisma.$disconnect();
  await pool.end();
  await superuser.end();
});

beforeEach(async () => {
  warnings = [];
  await superuser.query("TRUNCATE sessions");
});

function storageWith(current: Buffer, previous?: Buffer): EncryptedSessionStorage {
  return new EncryptedSessionStorage({
    rows: new SessionStore(prisma),
    shopIds: new ShopStore(pool),
    cipher: new SessionCipher({ current, previous }),
    log: (_level, message) => void warnings.push(message),
  });
}

function offline(shop = SHOP, accessToken = "shpat_secret"): Session {
  return new Session({ id: `offline_${shop}`, shop, state: "", isOnline: false, accessToken });
}

const EVERYTHING = new Session({
  id: `${SHOP}_9007199254740993`,
  shop: SHOP,
  state: "a-state",
  isOnline: true,
  scope: "read_orders,write_customers",
  expires: new Date("2026-11-22T10:00:00.123Z"),
  accessToken: "shpua_ünïcode",
  refreshToken: "shprt_refresh",
  refreshTokenExpires: new Date("2027-02-20T10:00:00.456Z"),
  onlineAccessInfo: {
    expires_in: 86_400,
    associated_user_scope: "read_orders",
    associated_user: {
      id: 902541635,
      first_name: "Ada",
      last_name: "Lovelace",
      email: "ada@example.com",
      email_verified: true,
      account_owner: true,
      locale: "en",
      collaborator: false,
    },
  },
});

test.each([
  { what: "an online session with every property", session: EVERYTHING },
  { what: "a bare offline session", session: offline() },
  {
    what: "an expiring offline token with its refresh token",
    session: new Session({
      id: `offline_${SHOP}`,
      shop: SHOP,
      state: "",
      isOnline: false,
      scope: "",
      accessToken: "shpat_short",
      expires: new Date(1_800_000_000_000),
      refreshToken: "shprt_long",
      refreshTokenExpires: new Date(1_807_000_000_000),
    }),
  },
])("$what comes back as it was stored", async ({ session }) => {
  const storage = storageWith(FIRST_KEY);
  expect(await storage.storeSession(session)).toBe(true);
  const loaded = await storage.loadSession(session.id);
  expect(loaded).toStrictEqual(session);
  expect(loaded?.equals(session)).toBe(true);
});

test("storing again replaces what was there", async () => {
  const storage = storageWith(FIRST_KEY);
  await storage.storeSession(offline(SHOP, "old"));
  await storage.storeSession(offline(SHOP, "new"));
  expect((await storage.findSessionsByShop(SHOP)).map((each) => each.accessToken)).toEqual(["new"]);
});

test("no token can be read in the database, and the same session never looks the same twice", async () => {
  const storage = storageWith(FIRST_KEY);
  await storage.storeSession(EVERYTHING);
  const first = await rowText();
  await storage.storeSession(EVERYTHING);
  const second = await rowText();
  for (const secret of ["shpua_", "shprt_refresh", "ada@example.com"]) {
    expect(Buffer.from(first, "hex").includes(secret)).toBe(false);
  }
  expect(second).not.toBe(first);
});

async function rowText(): Promise<string> {
  const { rows } = await superuser.query<{ sealed: string }>(
    "SELECT encode(sealed, 'hex') AS sealed FROM sessions",
  );
  return rows[0]!.sealed;
}

test.each([
  {
    what: "its content",
    sql: "UPDATE sessions SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)",
  },
  {
    what: "its authentication tag",
    sql: "UPDATE sessions SET sealed = set_byte(sealed, 14, get_byte(sealed, 14) # 1)",
  },
  { what: "its format", sql: "UPDATE sessions SET sealed = set_byte(sealed, 0, 9)" },
  { what: "its length", sql: "UPDATE sessions SET sealed = substring(sealed FOR 20)" },
  { what: "its id", sql: `UPDATE sessions SET id = 'offline_${SHOP}'`, id: `offline_${SHOP}` },
])("a session is refused when $what was changed", async ({ sql, id }) => {
  const storage = storageWith(FIRST_KEY);
  await storage.storeSession(EVERYTHING);
  await superuser.query(sql);
  await expect(storage.loadSession(id ?? EVERYTHING.id)).rejects.toThrow(/is not what was stored/);
});

test("a session moved to another shop does not open there", async () => {
  const storage = storageWith(FIRST_KEY);
  await storage.storeSession(offline(SHOP));
  const other = await new ShopStore(pool).idOf(OTHER);
  await superuser.query("UPDATE sessions SET shop_id = $1, id = $2", [other, `offline_${OTHER}`]);
  await expect(storage.loadSession(`offline_${OTHER}`)).rejects.toThrow(/is not what was stored/);
});

test("while the key is replaced the previous one still opens; then its sessions count as absent", async () => {
  await storageWith(FIRST_KEY).storeSession(offline());
  const rotating = storageWith(SECOND_KEY, FIRST_KEY);
  const loaded = await rotating.loadSession(`offline_${SHOP}`);
  expect(loaded?.accessToken).toBe("shpat_secret");

  expect(await storageWith(SECOND_KEY).loadSession(`offline_${SHOP}`)).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining("neither current nor previous")]);

  await rotating.storeSession(loaded!);
  expect((await storageWith(SECOND_KEY).loadSession(`offline_${SHOP}`))?.accessToken).toBe(
    "shpat_secret",
  );
});

test("a shop sees, and deletes, only its own sessions", async () => {
  const storage = storageWith(FIRST_KEY);
  await storage.storeSession(offline(SHOP));
  await storage.storeSession(EVERYTHING);
  await storage.storeSession(offline(OTHER));
  expect((await storage.findSessionsByShop(SHOP)).map(({ id }) => id).sort()).toEqual(
    [`offline_${SHOP}`, EVERYTHING.id].sort(),
  );
  expect(await storage.deleteSessions([`offline_${SHOP}`, EVERYTHING.id])).toBe(true);
  expect(await storage.findSessionsByShop(SHOP)).toEqual([]);
  expect((await storage.findSessionsByShop(OTHER)).map(({ id }) => id)).toEqual([
    `offline_${OTHER}`,
  ]);
  expect(await storage.deleteSession(`offline_${OTHER}`)).toBe(true);
  expect(await storage.loadSession(`offline_${OTHER}`)).toBeUndefined();
});

test("asking for a session makes no shop known", async () => {
  const storage = storageWith(FIRST_KEY);
  const nobody = "nobody.myshopify.com";
  expect(await storage.loadSession(`offline_${nobody}`)).toBeUndefined();
  expect(await storage.findSessionsByShop(nobody)).toEqual([]);
  expect(await storage.deleteSession(`offline_${nobody}`)).toBe(true);
  expect(await new ShopStore(pool).findId(nobody)).toBeNull();
});

test.each([
  "",
  "offline_",
  "5b5e0e7e-6f3c-4a0a-9df8-6f6a3d6a1f52",
  "offline_a b",
  "x'; DROP TABLE sessions;--",
])("an id that names no shop (%j) finds nothing", async (id) => {
  expect(await storageWith(FIRST_KEY).loadSession(id)).toBeUndefined();
  expect(await storageWith(FIRST_KEY).deleteSession(id)).toBe(true);
});

test("a session whose id names another shop is not stored", async () => {
  const odd = new Session({ id: `offline_${OTHER}`, shop: SHOP, state: "", isOnline: false });
  await expect(storageWith(FIRST_KEY).storeSession(odd)).rejects.toThrow(/does not name its shop/);
});

test("a key of another length is refused at once", () => {
  expect(() => new SessionCipher({ current: randomBytes(16) })).toThrow(/32 bytes/);
});
