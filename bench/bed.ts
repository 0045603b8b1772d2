/** What a bench needs of the place it runs in; `npm run bench` provides it. */

export type Bed = {
  /** Same seed, same input. */
  seed: number;
  /** Counted measurements of each side; their median is reported. */
  rounds: number;
  /** Of the import; null: as many as it says itself. */
  orders: number | null;
  /** A new, empty database on the bench's own PostgreSQL; its address, as superuser. */
  emptyDatabase: (name: string) => Promise<string>;
  /** A new database with the app's schema and these shops installed; its address, as superuser. */
  appDatabase: (name: string, shopDomains: readonly string[]) => Promise<string>;
  /** Progress, for people. */
  say: (line: string) => void;
};

export type Report = {
  tables: { title: string; rows: Record<string, string | number>[] }[];
  json: object;
};

export type Bench = { title: string; run: (bed: Bed) => Promise<Report> };
