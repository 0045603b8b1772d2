import { expect, test } from "vitest";
import { createMetrics } from "./metrics.server.ts";

const NOBODY = { waiting: 0, news: 0, failing: 0, oldest: null };

test("a scrape shows what is so now, not what the one before it saw, and asks once", async () => {
  let waiting = 0;
  let asked = 0;
  const metrics = createMetrics({
    pool: () => ({ totalCount: 10, idleCount: 4, waitingCount: waiting }),
    intake: () => {
      asked += 1;
      const oldest = waiting > 0 ? new Date(Date.now() - 5_000) : null;
      return Promise.resolve({ waiting, parked: waiting, oldest, newest: null });
    },
    showing: () => Promise.resolve({ ...NOBODY, waiting: waiting * 2 }),
    privacy: () =>
      Promise.resolve({ files: 2, oldestFile: null, erasures: 1, oldestErasure: new Date(0) }),
  });
  const scraped = async (name: string): Promise<number> => {
    const text = await metrics.registry.metrics();
    return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1]);
  };
  expect(await scraped("perennial_inbox_waiting")).toBe(0);
  waiting = 3;
  expect(await scraped("perennial_inbox_waiting")).toBe(3);
  waiting = 4;
  expect(await scraped("perennial_shown_waiting")).toBe(8);
  waiting = 5;
  expect(await scraped("perennial_inbox_parked")).toBe(5);
  expect(await scraped("perennial_inbox_oldest_seconds")).toBeGreaterThanOrEqual(5);
  expect(await scraped("perennial_pool_waiting")).toBe(5);
  expect(asked).toBe(6);
  expect(await scraped("perennial_privacy_erasures_waiting")).toBe(1);
  expect(await scraped("perennial_privacy_erasure_oldest_seconds")).toBeGreaterThan(86_400);
  expect(await scraped("perennial_privacy_files_waiting")).toBe(2);
});
