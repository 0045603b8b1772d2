/* global window, document, location, history, sessionStorage, atob, CustomEvent, HTMLElement,
   MutationObserver, Request, URLSearchParams, customElements */
(() => {
  "use strict";
  /* What surrounds this frame: the dev store's admin page (back-office/assets/app-frame.js). */
  const admin = "{{origin}}";
  const script = document.currentScript;
  const meta = document.querySelector('meta[name="shopify-api-key"]');
  const query = new URLSearchParams(location.search);
  const apiKey = (script && script.dataset.apiKey) || (meta && meta.content) || "";
  const framed = window.top !== window;
  const plainFetch = window.fetch.bind(window);

  const tell = (kind, told = {}) => {
    if (framed) window.parent.postMessage({ appBridge: kind, ...told }, admin);
  };

  /* Session tokens: for whomever the admin opened this frame for. */
  function staffOf(token) {
    try {
      return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
    } catch {
      return null;
    }
  }
  const opener = staffOf(query.get("id_token") || "");
  if (opener) sessionStorage.setItem("app-bridge-staff", opener);
  const staff = opener || sessionStorage.getItem("app-bridge-staff") || "";

  async function idToken() {
    const address = `${admin}/admin/session-token${staff ? `?staff=${encodeURIComponent(staff)}` : ""}`;
    const response = await plainFetch(address, { credentials: "omit" });
    if (!response.ok) throw new Error(`The dev store gave no session token: ${response.status}`);
    return (await response.json()).token;
  }
  async function withToken(input, init) {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin) return plainFetch(request);
    const { headers } = request;
    if (!headers.has("Authorization")) headers.set("Authorization", `Bearer ${await idToken()}`);
    if (!headers.has("X-Requested-With")) headers.set("X-Requested-With", "XMLHttpRequest");
    return plainFetch(request);
  }
  window.fetch = async (input, init) => {
    const again = input instanceof Request ? input.clone() : input;
    const response = await withToken(input, init);
    const stale =
      response.status === 401 && response.headers.has("X-Shopify-Retry-Invalid-Session-Request");
    return stale ? withToken(again, init) : response;
  };

  /* The menu: the links of <ui-nav-menu>, drawn in the admin's navigation. */
  const menuLinks = () => [...document.querySelectorAll("ui-nav-menu a[href]")];
  function tellMenu() {
    const items = menuLinks().map((link) => ({
      href: new URL(link.href).pathname,
      label: link.textContent.trim(),
      home: link.rel === "home",
    }));
    if (items.length > 0) tell("menu", { items, at: location.pathname });
  }
  const watchMenu = new MutationObserver(tellMenu);

  function navigate(path) {
    const link = menuLinks().find((each) => new URL(each.href).pathname === path);
    const event = new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true });
    if (link) link.dispatchEvent(event);
    else location.assign(path);
  }

  /* Where this frame is, so that a reload of the admin's page comes back to it. */
  const tellPlace = () => tell("place", { path: location.pathname + plainSearch() });
  function plainSearch() {
    const rest = new URLSearchParams(location.search);
    const own = "embedded hmac host id_token locale session shop timestamp shopify-reload";
    for (const name of own.split(" ")) rest.delete(name);
    return rest.size > 0 ? `?${rest}` : "";
  }
  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (...args) => {
      plain(...args);
      tellPlace();
      tellMenu();
    };
  }
  window.addEventListener("popstate", () => {
    tellPlace();
    tellMenu();
  });

  /* Save bars: <ui-save-bar> and forms with data-save-bar. The first shown is the one that is asked. */
  const shown = new Map();
  const leaveAnswers = [];
  function setBar(id, bar) {
    if (bar === null) shown.delete(id);
    else shown.set(id, bar);
    const [first] = shown.values();
    tell("save-bar", { open: first !== undefined, busy: first?.busy === true });
  }
  function answerBar(answer) {
    const [first] = shown.values();
    if (first) first[answer]();
  }
  class SaveBar extends HTMLElement {
    disconnectedCallback() {
      setBar(this, null);
    }
    get showing() {
      return shown.has(this);
    }
    show() {
      if (shown.has(this)) return Promise.resolve();
      const press = (primary) => {
        const buttons = [...this.querySelectorAll("button")];
        buttons.find((each) => (each.getAttribute("variant") === "primary") === primary)?.click();
      };
      setBar(this, { save: () => press(true), discard: () => press(false) });
      this.dispatchEvent(new CustomEvent("show"));
      return Promise.resolve();
    }
    hide() {
      if (!shown.has(this)) return Promise.resolve();
      setBar(this, null);
      this.dispatchEvent(new CustomEvent("hide"));
      return Promise.resolve();
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
  }
  const formOf = (event) => event.target?.closest?.("form[data-save-bar]") ?? null;
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form === null || shown.has(form)) return;
      setBar(form, { save: () => form.requestSubmit(), discard: () => form.reset() });
    });
  }
  for (const name of ["submit", "reset"]) {
    document.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form !== null) setBar(form, null);
    });
  }
  const barOf = (id) => document.getElementById(id);

  /* The title bar: its title and buttons, drawn above the frame. */
  class TitleBar extends HTMLElement {
    static observedAttributes = ["title"];
    connectedCallback() {
      if (this.closest("ui-modal")) return;
      this.watch = new MutationObserver(() => this.tell());
      this.watch.observe(this, { childList: true, subtree: true, attributes: true });
      this.tell();
    }
    disconnectedCallback() {
      this.watch?.disconnect();
      tell("title", { title: "", buttons: [] });
    }
    tell() {
      const buttons = [...this.querySelectorAll("button")].map((button) => ({
        label: button.textContent.trim(),
        primary: button.getAttribute("variant") === "primary",
        disabled: button.disabled,
      }));
      tell("title", { title: this.getAttribute("title") ?? "", buttons });
    }
  }

  class NavMenu extends HTMLElement {
    connectedCallback() {
      watchMenu.observe(this, {
        childList: true,
        subtree: true,
        attributes: true,
        characterData: true,
      });
      tellMenu();
    }
  }
  /* By a style sheet: an attribute of theirs would differ from what the app's server sent. */
  const unseen = new window.CSSStyleSheet();
  unseen.replaceSync("ui-nav-menu, ui-title-bar, ui-save-bar, ui-modal { display: none }");
  document.adoptedStyleSheets.push(unseen);
  const elements = {
    "ui-nav-menu": NavMenu,
    "ui-title-bar": TitleBar,
    "ui-save-bar": SaveBar,
  };
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }

  /* What the admin asks of this frame. */
  window.addEventListener("message", ({ source, origin, data }) => {
    if (!framed || source !== window.parent || origin !== admin) return;
    if (data?.admin === "navigate") navigate(data.path);
    if (data?.admin === "save" || data?.admin === "discard") answerBar(data.admin);
    if (data?.admin === "leave") for (const resolve of leaveAnswers.splice(0)) resolve();
    if (data?.admin === "title-button") {
      const buttons = document.querySelectorAll("ui-title-bar button");
      buttons[data.index]?.click();
    }
    if (data?.admin === "scopes") scopeAnswers.get(data.id)?.(data.answer);
    if (data?.admin === "toast-action") toasts.get(data.id)?.onAction?.();
    if (data?.admin === "toast-gone") {
      toasts.get(data.id)?.onDismiss?.();
      toasts.delete(data.id);
    }
  });

  const toasts = new Map();
  let toastCount = 0;
  function showToast(message, options = {}) {
    const id = `toast-${++toastCount}`;
    toasts.set(id, options);
    const { duration = 5000, isError = false, action = null } = options;
    if (framed) tell("toast", { id, message, duration, isError, action });
    else showHere(message, duration);
    return id;
  }
  function showHere(message, duration) {
    const note = document.createElement("div");
    note.setAttribute("role", "status");
    note.textContent = message;
    note.style.cssText =
      "position:fixed;bottom:24px;left:50%;transform:translateX(-50%);background:#1a1a1a;color:#fff;padding:8px 16px;border-radius:8px;z-index:9999";
    document.body.append(note);
    setTimeout(() => note.remove(), duration);
  }

  /* Optional scopes: the admin asks the merchant, and says what they answered. */
  const scopeAnswers = new Map();
  function askScopes(deed, scopes) {
    if (!framed) return Promise.reject(new Error("Scopes are asked for inside the admin"));
    const id = `scopes-${scopeAnswers.size + 1}`;
    tell("scopes", { id, deed, scopes });
    return new Promise((resolve) => scopeAnswers.set(id, resolve));
  }

  const onElement = (deed) => (id) => Promise.resolve(barOf(id)?.[deed]());
  window.shopify = {
    config: {
      apiKey,
      shop: query.get("shop") || "",
      host: query.get("host") || "",
      locale: query.get("locale") || "en",
    },
    environment: { embedded: framed, mobile: false, pos: false },
    idToken,
    loading: (on) => tell("loading", { on: on === true }),
    ready: Promise.resolve(),
    toast: { show: showToast, hide: (id) => tell("toast-hide", { id }) },
    modal: { show: onElement("show"), hide: onElement("hide"), toggle: onElement("toggle") },
    saveBar: {
      show: onElement("show"),
      hide: onElement("hide"),
      toggle: onElement("toggle"),
      /* Resolves once nothing is unsaved or whoever writes has agreed to leave. */
      leaveConfirmation: () => {
        if (shown.size === 0 || !framed) return Promise.resolve();
        tell("ask-to-leave");
        return new Promise((resolve) => leaveAnswers.push(resolve));
      },
    },
    scopes: {
      query: () => askScopes("query", []),
      request: (scopes) => askScopes("request", scopes),
      revoke: (scopes) => askScopes("revoke", scopes),
    },
    resourcePicker: () => Promise.resolve(undefined),
    user: () => Promise.resolve({}),
  };

  /* A document that came without a token asks for itself once more, with one. */
  const reload = query.get("shopify-reload");
  if (reload) {
    idToken().then((token) => {
      const target = new URL(reload, location.origin);
      target.searchParams.set("id_token", token);
      location.replace(target);
    });
  } else tellPlace();
})();
