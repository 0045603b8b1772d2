import { trusted, type Html } from "../http/html.ts";

/** Strokes on a grid of 20, drawn for this page. */
const PATHS = {
  overview: "M3 9.5 10 4l7 5.5V16H3zM8 16v-4h4v4",
  orders: "M5 3h10v14l-2.5-1.5L10 17l-2.5-1.5L5 17zM8 7h4M8 10h4",
  products: "M4 7h12v10H4zM4 7l2-4h8l2 4M8 10h4",
  customers: "M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM4 17c.4-3.2 2.8-5 6-5s5.6 1.8 6 5",
  discounts: "M3 10V3h7l7 7-7 7zM6.5 6.5h.01",
  deliveries: "M3 10h11M10 5l5 5-5 5M17 4v12",
  "api-calls": "M7 5 3 10l4 5M13 5l4 5-4 5M11.5 4l-3 12",
  theme: "M3 4h14v12H3zM3 8h14M8 8v8",
  app: "M10 17v-6M10 11c0-4 2.5-6 6-6 0 4-2 6-6 6zM10 13c0-3-2-5-5-5 0 3 2 5 5 5z",
  store: "M4 8v8h12V8M3 8l1.5-4h11L17 8zM8 16v-4h4v4",
  menu: "M3 6h14M3 10h14M3 14h14",
  back: "M12 5l-5 5 5 5",
  out: "M8 5H4v11h11v-4M11 4h5v5M16 4l-7 7",
} as const;

export type IconName = keyof typeof PATHS;

export const icon = (name: IconName): Html =>
  trusted(
    `<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`,
  );
