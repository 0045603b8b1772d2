import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

/** The tunnel that `shopify app dev` opens; absent against the dev store. */
const tunnelHost = publicHost(process.env["SHOPIFY_APP_URL"]);

export default defineConfig({
  server: {
    ...(tunnelHost ? { allowedHosts: [tunnelHost] } : {}),
    warmup: { clientFiles: ["./app/root.tsx", "./app/routes/app*/route.tsx"] },
  },
  plugins: [
    remix({
      // Routes that answer before Remix is asked (webhooks, the app proxy) stand beside the pages.
      ignoredRouteFiles: ["**/.*", "**/*.server.ts"],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: false,
        // Shopify's library answers with redirects that single fetch would wrap.
        v3_singleFetch: false,
        v3_routeConfig: false,
      },
    }),
  ],
  build: { assetsInlineLimit: 0, sourcemap: false },
  // Polaris ships ES modules without extensions, which Node refuses: bundle it into the server build.
  ssr: { noExternal: ["@shopify/polaris", "@shopify/polaris-icons"] },
  optimizeDeps: { include: ["@shopify/app-bridge-react", "@shopify/polaris"] },
});

function publicHost(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "127.0.0.1" ? undefined : hostname;
}
