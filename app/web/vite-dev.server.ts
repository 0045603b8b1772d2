/** Vite inside the app's own server, so that pages reload hot against the one running app. */
import type { Server } from "node:http";
import type { ViteDevServer } from "vite";

/** `server` carries the hot-reload socket too: one port, also through a tunnel. */
export async function createViteDevServer(
  projectDir: string,
  server: Server,
): Promise<ViteDevServer> {
  // A development package: named here only when it runs, so that production installs without it.
  const { createServer } = await import("vite");
  return createServer({
    root: projectDir,
    appType: "custom",
    server: { middlewareMode: true, hmr: { server } },
  });
}
