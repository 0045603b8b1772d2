import type { ReactNode } from "react";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
} from "@remix-run/react";
import { PlainProblem } from "./ui/plain-problem.tsx";
import plainStyles from "./ui/plain.css?url";
import { appFrameOf } from "./web/app-frame.ts";
import { words } from "./web/i18n/en.ts";
import { problemOf } from "./web/problem.ts";

export function links() {
  return [{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" }];
}

export function meta({ error }: { error?: unknown }) {
  return [{ title: error === undefined ? words.appName : problemOf(error).title }];
}

export function Layout({ children }: { children: ReactNode }) {
  const frame = appFrameOf(useMatches());
  return (
    <html lang={frame?.reader.language ?? "en"}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* App Bridge must be the first script, and in the head: Shopify measures from there. */}
        {frame ? <script src={frame.appBridgeUrl} data-api-key={frame.apiKey} /> : null}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {/* A page outside of the admin is read, not operated: it needs no script. */}
        {frame ? (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        ) : null}
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <>
      <link rel="stylesheet" href={plainStyles} />
      <PlainProblem {...problemOf(useRouteError())} />
    </>
  );
}
