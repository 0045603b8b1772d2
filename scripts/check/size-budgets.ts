/** What a browser loads for the pages, compressed: the admin must show within 2.5 s. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

/**
 * React, Remix and Polaris are 130 KB of it, Polaris' tables with filters 40 more on the pages that list,
 * the words of both languages 25.
 */
const PAGE_SCRIPT_BYTES_MAX = 235_000;
/** All styles together; Polaris alone is 50 KB of it. */
const STYLE_BYTES_MAX = 70_000;

/** The part of Remix's manifest that says which scripts a page loads. */
export interface PageManifest {
  entry: { module: string; imports: string[] };
  routes: Record<string, { parentId?: string; module: string; imports?: string[] }>;
}

export async function run(root: string): Promise<string[]> {
  const server = pathToFileURL(path.join(root, "build/server/index.js")).href;
  const { assets } = (await import(server)) as { assets: PageManifest };
  const folder = path.join(root, "build/client/assets");
  const sizes = new Map<string, number>();
  for (const name of await readdir(folder)) {
    sizes.set(`/assets/${name}`, gzipSync(await readFile(path.join(folder, name))).length);
  }
  return budgetProblems(assets, sizes);
}

/** `sizes`: compressed bytes by the path that a browser asks for. */
export function budgetProblems(
  manifest: PageManifest,
  sizes: ReadonlyMap<string, number>,
): string[] {
  const weigh = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  const styles = [...sizes.keys()].filter((file) => file.endsWith(".css"));
  return [
    ...Object.keys(manifest.routes).flatMap((id) =>
      over(`${id}: scripts`, weigh(scriptsOf(id, manifest)), PAGE_SCRIPT_BYTES_MAX),
    ),
    ...over("styles", weigh(styles), STYLE_BYTES_MAX),
  ];
}

/** A page's own scripts and those of the layouts around it. */
function scriptsOf(id: string, { entry, routes }: PageManifest): Set<string> {
  const scripts = new Set([entry.module, ...entry.imports]);
  for (let route = routes[id]; route; route = routes[route.parentId ?? ""]) {
    for (const file of [route.module, ...(route.imports ?? [])]) scripts.add(file);
  }
  return scripts;
}

function over(what: string, bytes: number, max: number): string[] {
  return bytes > max
    ? [`${what} weigh ${Math.round(bytes / 1000)} KB compressed, ${max / 1000} KB are allowed`]
    : [];
}
