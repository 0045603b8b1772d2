import { readFileSync } from "node:fs";

const PARTS = ["app-bridge.js", "app-bridge-modal.js"];

/**
 * What the demo and the tests load in place of Shopify's App Bridge script: session tokens, the
 * Authorization header on the app's own requests, the reload that a document request without a
 * token asks for, and messages to the admin's page, which draws menu, title, save bar and toasts.
 */
export function appBridgeScript(devStoreUrl: string): string {
  const read = (part: string) => readFileSync(new URL(`assets/${part}`, import.meta.url), "utf8");
  return PARTS.map(read).join("\n").replace("{{origin}}", devStoreUrl);
}
