import { expect, test } from "vitest";
import { showingHealth } from "./showing-health.ts";

const quiet = {
  news: 0,
  newsOldestSeconds: null,
  history: 0,
  failing: 0,
  problem: null,
  usualLagMs: 412,
};

test.each([
  {
    why: "nothing waits: how soon new points are seen",
    showing: quiet,
    says: { tone: "success", text: "Shoppers see new points after 0.4 seconds" },
  },
  {
    why: "nothing was new since the start: no figure is made up",
    showing: { ...quiet, usualLagMs: null },
    says: { tone: "success", text: "Shoppers see their newest points" },
  },
  {
    why: "a few under way",
    showing: { ...quiet, news: 3, newsOldestSeconds: 0.2 },
    says: { tone: "info", text: "Shoppers see new points after 0.4 seconds; 3 waiting" },
  },
  {
    why: "a whole shop at first: nobody waits for it",
    showing: { ...quiet, history: 12_345 },
    says: {
      tone: "info",
      text: "Bringing the storefront up to date: 12,345 customers to go. Whoever shops now goes first",
    },
  },
  {
    why: "news beside history: news is what counts",
    showing: { ...quiet, news: 1, history: 12_345 },
    says: { tone: "info", text: "Shoppers see new points after 0.4 seconds; 1 waiting" },
  },
  {
    why: "a minute is late",
    showing: { ...quiet, news: 40, newsOldestSeconds: 125 },
    says: {
      tone: "warning",
      text: "New points are late for 40 customers, the longest by 2 minutes. Nothing is lost; the storefront follows",
    },
  },
  {
    why: "Shopify fails: the reason is told",
    showing: { ...quiet, news: 1, failing: 1, problem: "no token" },
    says: {
      tone: "warning",
      text: "Shopify did not take the newest points of 1 customer (no token). Nothing is lost; it is tried again by itself",
    },
  },
  {
    why: "without the reason where several shops are told of",
    showing: { ...quiet, failing: 2 },
    says: {
      tone: "warning",
      text: "Shopify did not take the newest points of 2 customers. Nothing is lost; it is tried again by itself",
    },
  },
])("$why", ({ showing, says }) => {
  expect(showingHealth(showing)).toEqual(says);
});
