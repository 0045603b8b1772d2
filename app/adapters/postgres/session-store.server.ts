/** The sessions of each shop, sealed by whoever stores them. */
import type { PrismaClient } from "./pool.server.ts";

/** More than any shop has staff; what has expired long ago is not worth reading. */
const SESSIONS_OF_SHOP_MAX = 1_000;

export interface StoredSession {
  shopId: string;
  id: string;
  isOnline: boolean;
  expiresAt: Date | null;
  keyId: string;
  sealed: Uint8Array<ArrayBuffer>;
}

export class SessionStore {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async put({ shopId, id, ...content }: StoredSession): Promise<void> {
    const key = { shopId: BigInt(shopId), id };
    await this.#prisma.session.upsert({
      where: { shopId_id: key },
      create: { ...key, ...content },
      update: { ...content, updatedAt: new Date() },
    });
  }

  async find(shopId: string, id: string): Promise<StoredSession | null> {
    const row = await this.#prisma.session.findUnique({
      where: { shopId_id: { shopId: BigInt(shopId), id } },
    });
    return row === null ? null : stored(row);
  }

  async remove(shopId: string, ids: string[]): Promise<void> {
    await this.#prisma.session.deleteMany({ where: { shopId: BigInt(shopId), id: { in: ids } } });
  }

  async ofShop(shopId: string): Promise<StoredSession[]> {
    const rows = await this.#prisma.session.findMany({
      where: { shopId: BigInt(shopId) },
      orderBy: [{ isOnline: "asc" }, { updatedAt: "desc" }],
      take: SESSIONS_OF_SHOP_MAX,
    });
    return rows.map(stored);
  }
}

function stored(row: Omit<StoredSession, "shopId"> & { shopId: bigint }): StoredSession {
  const { id, isOnline, expiresAt, keyId, sealed } = row;
  return { shopId: row.shopId.toString(), id, isOnline, expiresAt, keyId, sealed };
}
