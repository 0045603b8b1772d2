/* global document, fetch, window, history */
/* The admin's side of App Bridge: what the framed app asks for is drawn around its frame. */
(() => {
  "use strict";
  const HOME = "/admin/apps/perennial";
  const APP_PATH = "/app";
  const frame = document.querySelector(".framed > iframe");
  const app = new URL(frame.src).origin;
  const at = (id) => document.getElementById(id);
  const tell = (kind, told = {}) => frame.contentWindow.postMessage({ admin: kind, ...told }, app);

  /* /app/members in the frame is /admin/apps/perennial/members here. */
  const addressOf = (path) => HOME + path.slice(APP_PATH.length);
  let unsaved = false;
  let goOn = null;

  function leaveOr(go) {
    if (!unsaved) return go();
    goOn = go;
    at("leave").showModal();
  }
  at("leave").addEventListener("close", () => {
    const go = goOn;
    goOn = null;
    if (at("leave").returnValue !== "leave") return;
    tell("discard");
    go?.();
  });

  function link({ href, label }) {
    const anchor = document.createElement("a");
    anchor.href = addressOf(href);
    anchor.textContent = label;
    anchor.dataset.path = href;
    return anchor;
  }
  const opened = (path, href) => path === href || path.startsWith(`${href}/`);

  function drawMenu({ items, at: path }) {
    const list = at("app-menu");
    // The link marked as home is the app's own name.
    const inner = items.filter(({ home }) => !home);
    const current = inner.find(({ href }) => opened(path, href));
    list.replaceChildren(
      ...inner.map((item) => {
        const entry = document.createElement("li");
        const anchor = link(item);
        if (item === current) anchor.setAttribute("aria-current", "page");
        entry.append(anchor);
        return entry;
      }),
    );
    const own = list.previousElementSibling;
    own.dataset.path = items.find(({ home }) => home)?.href ?? APP_PATH;
    if (current) own.removeAttribute("aria-current");
    else own.setAttribute("aria-current", "page");
  }

  document.addEventListener("click", (event) => {
    const anchor = event.target.closest?.("#navigation a");
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { path } = anchor.dataset;
    if (path === undefined && !unsaved) return;
    event.preventDefault();
    leaveOr(() => {
      if (path === undefined) window.location.assign(anchor.href);
      else tell("navigate", { path });
      const navigation = at("navigation");
      if (navigation.matches(":popover-open")) navigation.hidePopover();
    });
  });

  function drawTitle({ title, buttons }) {
    at("app-title").textContent = title === "" ? "" : ` / ${title}`;
    at("app-actions").replaceChildren(
      ...buttons.map(({ label, primary, disabled }, index) => {
        const button = document.createElement("button");
        button.className = `button button-small${primary ? " button-primary" : ""}`;
        button.textContent = label;
        button.disabled = disabled;
        button.addEventListener("click", () => tell("title-button", { index }));
        return button;
      }),
    );
  }

  function drawToast({ id, message, duration, isError, action }) {
    const note = document.createElement("p");
    note.id = id;
    note.className = isError ? "toast toast-error" : "toast";
    note.append(message);
    if (action !== null) {
      const button = document.createElement("button");
      button.textContent = action;
      button.addEventListener("click", () => tell("toast-action", { id }));
      note.append(button);
    }
    at("toasts").append(note);
    setTimeout(() => dropToast(id), duration);
  }
  function dropToast(id) {
    if (!at(id)) return;
    at(id).remove();
    tell("toast-gone", { id });
  }

  /* The merchant is asked before the app gets more; what was granted is told with the answer. */
  const changeScopes = async (changes) => {
    const response = await fetch("/control/app/scopes", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(changes),
    });
    return (await response.json()).scopes;
  };
  async function askScopes({ id, deed, scopes }) {
    const answer = (told) => tell("scopes", { id, answer: told });
    if (deed === "query") return answer({ granted: await changeScopes({}) });
    if (deed === "revoke")
      return answer({ detail: { granted: await changeScopes({ revoke: scopes }) } });
    const items = scopes.map((scope) =>
      Object.assign(document.createElement("li"), { textContent: scope }),
    );
    at("scopes-list").replaceChildren(...items);
    const answered = async () => {
      const allowed = at("scopes").returnValue === "allow";
      const granted = await changeScopes({ grant: allowed ? scopes : [] });
      answer({ result: allowed ? "granted-all" : "declined-all", detail: { granted } });
    };
    at("scopes").returnValue = "";
    at("scopes").addEventListener("close", () => void answered(), { once: true });
    at("scopes").showModal();
    return undefined;
  }

  const heard = {
    scopes: (asked) => void askScopes(asked),
    menu: drawMenu,
    title: drawTitle,
    place: ({ path }) => {
      if (path !== APP_PATH && !path.startsWith(`${APP_PATH}/`) && !path.startsWith(`${APP_PATH}?`))
        return;
      history.replaceState(null, "", addressOf(path));
      document.querySelector(".visitor").action = window.location.pathname;
    },
    "save-bar": ({ open }) => {
      unsaved = open;
      at("save-bar").hidden = !open;
    },
    "ask-to-leave": () => leaveOr(() => tell("leave")),
    toast: drawToast,
    "toast-hide": ({ id }) => dropToast(id),
    loading: ({ on }) => {
      at("app-loading").hidden = !on;
    },
  };
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== app) return;
    if (Object.hasOwn(heard, data?.appBridge)) heard[data.appBridge](data);
  });
  for (const button of document.querySelectorAll("[data-answer]")) {
    button.addEventListener("click", () => tell(button.dataset.answer));
  }
})();
