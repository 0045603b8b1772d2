/**
 * A process of its own that answers privacy requests and stops for ever at the point it is told, for a
 * test to kill it there: `node erasing-process.ts CONFIGS SHOP_ID POINT`. It prints "there" on arrival.
 */
import { pino } from "pino";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";
import { createApp } from "../../app/app.server.ts";
import { readEnv } from "../../app/env.server.ts";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";

const [configs = "{}", shopId = "", point = ""] = process.argv.slice(2);
const { appConfig, eraserConfig } = JSON.parse(configs) as Record<string, object>;
const log = pino({ level: "silent" });
const pool = createPool(appConfig ?? {}, { applicationName: "erasing", log: () => undefined });
const env = readEnv({
  NODE_ENV: "test",
  SHOPIFY_API_KEY: "test-key",
  SHOPIFY_API_SECRET: "secret",
  SHOPIFY_APP_URL: "https://app.example.com",
  ENCRYPTION_KEY: "11".repeat(32),
  SEAL_KEY: "22".repeat(32),
});
const { timed } = createApp({ env, pool, log, eraserConfig: eraserConfig ?? {} });
const { eraser } = timed;

function stopHere(): Promise<never> {
  process.stdout.write("there\n");
  return new Promise(() => setInterval(() => undefined, 1_000));
}

const { emptyTable } = eraser.shop;
let batches = 0;
if (point === "before-commit") eraser.store = { ...eraser.store, noteUnfinished: stopHere };
if (point === "after-rows") eraser.inShop = stopHere;
if (point === "half-a-shop")
  eraser.shop = {
    ...eraser.shop,
    emptyTable: (...given) => {
      batches += 1;
      return batches > 9 ? stopHere() : emptyTable(...given);
    },
  };
await answerPrivacyRequests(timed, shopId);
