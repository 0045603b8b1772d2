/** Opens the app once as a merchant's browser would: Shopify's admin hands it a session token. */
import type { DevStoreProcess } from "./dev-store-process.ts";

// Shopify's library turns away what looks like a bot.
const BROWSER =
  "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Installs the app at the dev store by token exchange; once more changes nothing. */
export async function openAdmin(store: DevStoreProcess): Promise<void> {
  const { url } = (await store.get("/control/embedded-url?path=/app")) as { url: string };
  const response = await fetch(url, { headers: { "user-agent": BROWSER, accept: "text/html" } });
  if (!response.ok) {
    throw new Error(
      `The admin answered ${response.status} when it was opened: ${(await response.text()).slice(0, 300)}`,
    );
  }
  await response.body?.cancel();
}
