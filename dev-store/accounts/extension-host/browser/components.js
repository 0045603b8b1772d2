/**
 * Stand-ins for Shopify's `s-*` components: as many of them as the extension uses, with every
 * property that Shopify's types give them (a test compares) and a plain look. A component or a
 * property that isn't Shopify's is told in the console, which fails the browser tests.
 */
import { BOX, SPACE, boxStyle } from "./component-styles.js";

const GAP = ["gap", "rowGap", "columnGap"];

/** @type {Record<string, { properties: string[], draw: (element: any) => string }>} */
export const COMPONENTS = {
  "s-section": {
    properties: ["accessibilityLabel", "heading", "id", "padding"],
    draw: (element) => {
      const { heading, accessibilityLabel } = element;
      // A card on the page; inside another section a part of it, one level below.
      const within = element.parentElement?.closest("s-section");
      const level = within ? "h3" : "h2";
      return `<section class="${within ? "part" : "card"}" ${labelled(accessibilityLabel || heading)}>${heading ? `<${level}>${escape(heading)}</${level}>` : ""}<slot></slot></section>`;
    },
  },
  "s-stack": {
    properties: [
      ...BOX.filter((name) => name !== "accessibilityVisibility"),
      ...GAP,
      "alignContent",
      "alignItems",
      "direction",
      "justifyContent",
    ],
    draw: (element) => {
      const inline = element.direction === "inline";
      style(element, {
        ...boxStyle(element),
        ...gaps(element),
        display: "flex",
        flexDirection: inline ? "row" : "column",
        flexWrap: inline ? "wrap" : "nowrap",
        alignItems: element.alignItems,
        alignContent: element.alignContent,
        justifyContent: element.justifyContent,
      });
      return "<slot></slot>";
    },
  },
  "s-grid": {
    properties: [
      ...BOX,
      ...GAP,
      ...["alignContent", "alignItems", "borderColor", "gridTemplateColumns", "gridTemplateRows"],
      ...["justifyContent", "justifyItems", "placeContent", "placeItems"],
    ],
    draw: (element) => {
      style(element, {
        ...boxStyle(element),
        ...gaps(element),
        display: "grid",
        gridTemplateColumns: element.gridTemplateColumns,
        gridTemplateRows: element.gridTemplateRows,
        alignItems: element.alignItems,
        justifyItems: element.justifyItems,
        alignContent: element.alignContent,
        justifyContent: element.justifyContent,
        placeContent: element.placeContent,
        placeItems: element.placeItems,
      });
      return "<slot></slot>";
    },
  },
  "s-box": {
    properties: BOX,
    draw: (element) => {
      style(element, { ...boxStyle(element), display: "block" });
      return "<slot></slot>";
    },
  },
  "s-text": {
    properties: [
      "accessibilityVisibility",
      "color",
      "dir",
      "display",
      "id",
      "lang",
      "tone",
      "type",
    ],
    draw: (element) => `<span class="${toned(element)}"><slot></slot></span>`,
  },
  "s-paragraph": {
    properties: [
      "accessibilityVisibility",
      "color",
      "dir",
      "id",
      "lang",
      "textAlign",
      "tone",
      "type",
    ],
    draw: (element) => `<p class="${toned(element)}"><slot></slot></p>`,
  },
  "s-heading": {
    properties: ["accessibilityRole", "id"],
    // One level below the section's own; the real component counts the sections around it.
    draw: () => "<h3><slot></slot></h3>",
  },
  "s-button": {
    properties: [
      ...["accessibilityLabel", "command", "commandFor", "disabled", "href", "id", "inlineSize"],
      ...["interestFor", "loading", "target", "tone", "type", "variant"],
    ],
    draw: ({ accessibilityLabel, disabled, loading, variant, href }) => {
      const look = `class="${escape(variant || "secondary")}" ${labelled(accessibilityLabel)}`;
      if (href) return `<a ${look} href="${escape(href)}"><slot></slot></a>`;
      const busy = loading ? 'aria-busy="true" disabled' : disabled ? "disabled" : "";
      return `<button type="button" ${look} ${busy}><slot></slot></button>`;
    },
  },
  "s-link": {
    properties: [
      ...["accessibilityLabel", "command", "commandFor", "href", "id", "interestFor", "lang"],
      ...["target", "tone"],
    ],
    draw: ({ href, accessibilityLabel }) =>
      `<a href="${escape(href || "#")}" ${labelled(accessibilityLabel)}><slot></slot></a>`,
  },
  "s-banner": {
    properties: ["collapsible", "dismissible", "heading", "hidden", "id", "tone"],
    draw: ({ heading, tone }) =>
      `<div role="${tone === "critical" ? "alert" : "status"}" class="${escape(tone || "info")}">${heading ? `<strong>${escape(heading)}</strong>` : ""}<slot></slot></div>`,
  },
  "s-badge": {
    properties: ["color", "icon", "iconPosition", "id", "size", "tone"],
    draw: ({ tone }) => `<span class="${escape(tone || "neutral")}"><slot></slot></span>`,
  },
  "s-progress": {
    properties: ["accessibilityLabel", "id", "max", "tone", "value"],
    draw: ({ value, max, accessibilityLabel }) =>
      `<progress max="${Number(max ?? 1)}" value="${Number(value ?? 0)}" ${labelled(accessibilityLabel)}></progress>`,
  },
  "s-skeleton-paragraph": {
    properties: ["content", "id"],
    draw: ({ content }) =>
      `<div aria-hidden="true">${content ? `<span>${escape(content)}</span>` : "<i></i><i></i>"}</div>`,
  },
  "s-spinner": {
    properties: ["accessibilityLabel", "id", "size"],
    draw: ({ accessibilityLabel }) => `<span role="status" ${labelled(accessibilityLabel)}></span>`,
  },
  "s-divider": {
    properties: ["direction", "id"],
    draw: () => "<hr>",
  },
  "s-unordered-list": {
    properties: ["id"],
    draw: (element) => (role(element, "list"), "<slot></slot>"),
  },
  "s-ordered-list": {
    properties: ["id"],
    draw: (element) => (role(element, "list"), "<slot></slot>"),
  },
  "s-list-item": {
    properties: ["id"],
    draw: (element) => (role(element, "listitem"), "<slot></slot>"),
  },
};

const ROLES = { "unordered-list": "list", "ordered-list": "list", "list-item": "listitem" };

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function labelled(label) {
  return label ? `aria-label="${escape(label)}"` : "";
}

function toned({ tone, color, type }) {
  return escape([tone, color, type].filter((word) => word && word !== "auto").join(" "));
}

function gaps({ gap, rowGap, columnGap }) {
  const [row, column = row] = String(gap || "none").split(" ");
  return { rowGap: SPACE[rowGap || row], columnGap: SPACE[columnGap || column] };
}

/** Sets the role of a component itself, in ARIA's words. */
export function role(element, name) {
  const wanted = ROLES[name] ?? name;
  if (wanted && element.getAttribute("role") !== wanted) element.setAttribute("role", wanted);
}

function style(element, wanted) {
  for (const [name, value] of Object.entries(wanted)) element.style[name] = value ?? "";
}
