/**
 * What the demo and the tests load in place of Shopify's App Bridge script: session tokens, the
 * Authorization header on the app's own requests, and the reload that a document request without a
 * token asks for. It draws none of the admin's chrome.
 */
export function appBridgeScript(devStoreUrl: string): string {
  return `(() => {
  "use strict";
  const origin = ${JSON.stringify(devStoreUrl)};
  const script = document.currentScript;
  const meta = document.querySelector('meta[name="shopify-api-key"]');
  const query = new URLSearchParams(location.search);
  const apiKey = (script && script.dataset.apiKey) || (meta && meta.content) || "";
  const plainFetch = window.fetch.bind(window);
  async function idToken() {
    const response = await plainFetch(origin + "/admin/session-token", { credentials: "omit" });
    if (!response.ok) throw new Error("The dev store gave no session token: " + response.status);
    return (await response.json()).token;
  }
  async function withToken(input, init) {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin) return plainFetch(request);
    if (!request.headers.has("Authorization")) request.headers.set("Authorization", "Bearer " + (await idToken()));
    if (!request.headers.has("X-Requested-With")) request.headers.set("X-Requested-With", "XMLHttpRequest");
    return plainFetch(request);
  }
  window.fetch = async (input, init) => {
    const again = input instanceof Request ? input.clone() : input;
    const response = await withToken(input, init);
    if (response.status === 401 && response.headers.has("X-Shopify-Retry-Invalid-Session-Request")) {
      return withToken(again, init);
    }
    return response;
  };
  const quiet = () => Promise.resolve();
  window.shopify = {
    config: { apiKey, shop: query.get("shop") || "", host: query.get("host") || "", locale: query.get("locale") || "en" },
    environment: { embedded: window.top !== window, mobile: false, pos: false },
    idToken,
    loading: () => {},
    ready: Promise.resolve(),
    toast: {
      show(message) {
        const note = document.createElement("div");
        note.setAttribute("role", "status");
        note.textContent = message;
        note.style.cssText = "position:fixed;bottom:24px;left:50%;transform:translateX(-50%);background:#1a1a1a;color:#fff;padding:8px 16px;border-radius:8px;z-index:9999";
        document.body.append(note);
        setTimeout(() => note.remove(), 5000);
        return "toast";
      },
      hide() {},
    },
    modal: { show: quiet, hide: quiet, toggle: quiet },
    saveBar: { show: quiet, hide: quiet, toggle: quiet, leaveConfirmation: quiet },
    resourcePicker: () => Promise.resolve(undefined),
    user: () => Promise.resolve({}),
  };
  for (const name of ["ui-nav-menu", "ui-title-bar", "ui-save-bar", "ui-modal", "s-app-nav"]) {
    if (!customElements.get(name)) customElements.define(name, class extends HTMLElement { connectedCallback() { this.hidden = true; } });
  }
  const reload = query.get("shopify-reload");
  if (reload) {
    idToken().then((token) => {
      const target = new URL(reload, location.origin);
      target.searchParams.set("id_token", token);
      location.replace(target);
    });
  }
})();
`;
}
