/* global document, fetch, history, location, DOMParser, FormData, URLSearchParams, CSS */
/*
 * The editor works by links and forms alone. This makes them quicker: answers are taken in place,
 * the preview loads again only if the draft changed, and settings are taken as they are entered.
 */
(() => {
  "use strict";
  let asked = 0;

  const editor = () => document.getElementById("editor");
  const preview = () => document.getElementById("preview");

  /* Takes the panels out of a whole page; the preview stays unless it is of something else. */
  function take(text, url) {
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("editor");
    if (next === null) {
      location.assign(url);
      return;
    }
    const focused = document.activeElement?.id ?? "";
    const scrolled = [".editor-tree", ".editor-settings"].map((name) => [
      name,
      document.querySelector(name)?.scrollTop ?? 0,
    ]);
    const before = preview();
    const after = next.querySelector("#preview");
    editor().className = next.className;
    for (const name of [".editor-bar", ".editor-panels"])
      document.querySelector(name).replaceWith(next.querySelector(name));
    document.querySelector(".editor-preview").className =
      next.querySelector(".editor-preview").className;
    document.querySelector(".preview-note").replaceWith(next.querySelector(".preview-note"));
    const same =
      before.getAttribute("src") === after.getAttribute("src") &&
      before.dataset.version === after.dataset.version;
    before.dataset.select = after.dataset.select;
    before.dataset.version = after.dataset.version;
    if (same) highlight();
    else if (before.getAttribute("src") === after.getAttribute("src")) reload(before);
    else before.src = after.getAttribute("src");
    history.replaceState(null, "", url);
    for (const [name, top] of scrolled) document.querySelector(name)?.scrollTo(0, top);
    if (focused !== "") document.getElementById(focused)?.focus();
    wire();
  }

  function reload(frame) {
    const top = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    frame.contentWindow.location.replace(frame.getAttribute("src"));
  }

  async function ask(url, init) {
    const turn = ++asked;
    const response = await fetch(url, init);
    const text = await response.text();
    if (turn === asked) take(text, response.redirected ? response.url : addressOf(response, url));
  }

  /* Mistakes are answered on the form's own address, which can't be looked at. */
  const addressOf = (response, url) => (response.status === 422 ? location.href : url);

  function send(form, submitter) {
    const fields = new URLSearchParams(new FormData(form, submitter));
    if (form.method === "post") return ask(form.action, { method: "POST", body: fields });
    return ask(`${form.getAttribute("action")}?${fields}`);
  }

  /* Marks what is selected in the preview, and brings it into view. */
  function highlight() {
    const frame = preview();
    const page = frame.contentDocument;
    if (page === null) return;
    for (const marked of page.querySelectorAll("[data-editor-marked]")) {
      marked.style.outline = "";
      marked.removeAttribute("data-editor-marked");
    }
    const id = frame.dataset.select;
    if (id === undefined || id === "") return;
    const wanted = CSS.escape(id);
    const found =
      page.getElementById(`shopify-block-${id}`) ??
      page.querySelector(`[id^="shopify-block-"][id$="${wanted}"], [id$="__${wanted}"]`) ??
      page.getElementById(`shopify-section-${id}`);
    if (found === null) return;
    found.setAttribute("data-editor-marked", "");
    found.style.outline = "2px solid #2f9461";
    // Not scrollIntoView: it would take the editor along where the preview is below the panels.
    const { top, height } = found.getBoundingClientRect();
    const view = frame.contentWindow;
    view.scrollTo({ top: view.scrollY + top + height / 2 - view.innerHeight / 2 });
  }

  /* What this page's scripts alone make of the fields. */
  function wire() {
    for (const button of document.querySelectorAll("#editor [data-without-script]"))
      button.hidden = true;
    for (const range of document.querySelectorAll("[data-range-of]")) {
      range.hidden = false;
      const number = document.getElementById(range.dataset.rangeOf);
      range.addEventListener("input", () => {
        number.value = range.value;
      });
      number.addEventListener("input", () => {
        range.value = number.value;
      });
    }
    for (const well of document.querySelectorAll("[data-color-of]")) {
      well.hidden = false;
      const text = document.getElementById(well.dataset.colorOf);
      well.addEventListener("input", () => {
        text.value = well.value;
      });
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-editor-form]")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-editor-settings]");
    if (form !== null && form !== undefined) send(form);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-editor-link]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.href);
  });
  preview().addEventListener("load", highlight);
  highlight();
  wire();
})();
