/* global document, window, Response, ResizeObserver */
/** Inside the frame: Shopify's components, the `shopify` global and its `fetch`; then the extension. */
import { defineComponents } from "./define-components.js";
import { createI18n } from "./i18n.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const CUSTOMER_API = /^shopify:\/?\/?customer-account\/api\/([^/]+)\/graphql\.json$/;

let calls = 0;
const waiting = new Map();
window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || !waiting.has(data?.id)) return;
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error === undefined) resolve(data.value);
  else reject(new Error(data.error));
});

function ask(call, args) {
  const id = (calls += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    window.parent.postMessage({ id, call, with: args }, "*");
  });
}

/** A signal that doesn't change while the page is open. */
const still = (value) => ({
  value,
  current: value,
  subscribe(listener) {
    listener(value);
    return () => undefined;
  },
  destroy: async () => undefined,
});

/** Asking for what Shopify doesn't give in this target, or the stand-in lacks, is told in the console. */
const strict = (object, path) =>
  new Proxy(object, {
    get(target, name) {
      if (typeof name === "string" && !(name in target) && name !== "setSignals")
        console.error(`The dev store's stand-in has no ${path}.${name}.`);
      return target[name];
    },
  });

const memory = new Map();
const { order } = settings;
const ofTheOrder = order && {
  order: still(order),
  lines: still(settings.lines),
  orderId: order.id,
  authenticationState: still(
    settings.customerId === null ? "pre_authenticated" : "fully_authenticated",
  ),
  requireLogin: () => ask("requireLogin"),
  shop: settings.shop,
};

globalThis.shopify = strict(
  {
    extension: {
      apiVersion: settings.apiVersion,
      target: settings.target,
      scriptUrl: settings.scriptUrl,
      capabilities: still(settings.networkAccess ? ["network_access"] : []),
      rendered: still(true),
    },
    extensionPoint: settings.target,
    version: settings.apiVersion,
    authenticatedAccount: {
      customer: still(settings.customerId === null ? undefined : { id: settings.customerId }),
      purchasingCompany: still(undefined),
    },
    localization: {
      language: still({ isoCode: settings.language }),
      extensionLanguage: still({ isoCode: settings.extensionLanguage }),
      country: still(settings.country ? { isoCode: settings.country } : undefined),
      ...(order ? { currency: still({ isoCode: order.currency }) } : {}),
    },
    i18n: createI18n(settings),
    storage: {
      read: async (key) => memory.get(key) ?? null,
      write: async (key, value) => void memory.set(key, value),
      delete: async (key) => void memory.delete(key),
    },
    sessionToken: { get: () => ask("sessionToken") },
    settings: still({}),
    toast: { show: async (text) => ask("toast", { text }) },
    ...ofTheOrder,
  },
  "shopify",
);

const network = globalThis.fetch.bind(globalThis);
globalThis.fetch = async (address, options = {}) => {
  const customerApi = CUSTOMER_API.exec(String(address));
  if (customerApi) {
    const { status, text } = await ask("customerApi", {
      version: customerApi[1],
      body: options.body,
    });
    return new Response(text, { status, headers: { "Content-Type": "application/json" } });
  }
  if (!settings.networkAccess) throw new TypeError("The extension has no network_access.");
  const url = new URL(String(address));
  // What is deployed names the app's real address; here it runs at another one.
  const at = url.origin === settings.applicationOrigin ? settings.appOrigin : url.origin;
  return network(at + url.pathname + url.search, { ...options, credentials: "omit" });
};

// What is still loading keeps the room that the page has made for it, so that little moves.
let started = false;
new ResizeObserver(() => {
  const loading = !started || document.querySelector("s-skeleton-paragraph") !== null;
  void ask("height", { pixels: document.body.getBoundingClientRect().height, loading });
}).observe(document.body);

defineComponents();
try {
  const { default: extension } = await import(settings.scriptUrl);
  await extension();
  started = true;
} catch (error) {
  console.error("The extension failed to start.", error);
}
