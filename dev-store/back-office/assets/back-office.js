/* global document, fetch, FormData, URLSearchParams */
(() => {
  "use strict";

  /* Parts that keep themselves up to date: <div data-live-src="…" data-live-every="2000">. */
  function keepUpToDate(region) {
    const every = Number(region.dataset.liveEvery) || 2000;
    const button = document.querySelector(`[data-live-pause="${region.id}"]`);
    const note = button?.closest(".live");
    let shown = "";
    let paused = false;

    const openOnes = () =>
      [...region.querySelectorAll("details[open][id]")].map((details) => details.id);

    function swap(text) {
      if (text === shown) return;
      // Someone is filling in a form of this part: it stays as it is until they are done.
      const active = document.activeElement;
      if (active?.matches("input, select, textarea") && region.contains(active)) return;
      const focused = region.contains(active) ? active.id : "";
      const open = openOnes();
      region.innerHTML = text;
      shown = text;
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      if (focused !== "") document.getElementById(focused)?.focus();
    }

    async function refresh() {
      if (!paused && !document.hidden) {
        try {
          const response = await fetch(region.dataset.liveSrc, { cache: "no-store" });
          if (response.ok) swap(await response.text());
          if (note) note.dataset.live = response.ok ? "on" : "off";
        } catch {
          if (note) note.dataset.live = "off";
        }
      }
      setTimeout(refresh, every);
    }

    button?.addEventListener("click", () => {
      paused = !paused;
      button.textContent = paused ? "Go on" : "Pause";
      note.dataset.live = paused ? "off" : "on";
      note.querySelector("[data-live-word]").textContent = paused ? "Paused" : "Live";
    });
    if (note) {
      note.hidden = false;
      note.dataset.live = "on";
    }
    setTimeout(refresh, every);
  }

  /* A form that shows what it would come to: <form data-preview="…" data-preview-into="id">. */
  function preview(form) {
    const target = document.getElementById(form.dataset.previewInto);
    let asked = 0;
    async function show() {
      const turn = ++asked;
      const fields = new URLSearchParams(new FormData(form));
      try {
        const response = await fetch(`${form.dataset.preview}?${fields}`, { cache: "no-store" });
        const text = await response.text();
        if (turn === asked && response.ok) target.innerHTML = text;
      } catch {
        // The shop can't be reached: the form still works, its next page tells the amount.
        target.textContent = "";
      }
    }
    form.addEventListener("input", show);
    show();
  }

  /* A choice that takes effect at once; the button is for those without scripts. */
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

  document.querySelectorAll("[data-live-src]").forEach(keepUpToDate);
  document.querySelectorAll("form[data-preview]").forEach(preview);

  /* "/" goes to the search, as in most such tools. */
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector('input[type="search"]');
    const writing = event.target.matches?.("input, select, textarea");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || search === null) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
})();
