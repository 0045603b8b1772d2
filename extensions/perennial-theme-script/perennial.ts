/**
 * Liquid has written everything already. This asks the app once, after the page has come to rest,
 * and writes only the numbers that have changed since. Without it the shop loses nothing else than
 * the join button, "show more" and the points of another variant.
 */
import { asked, atRest, join, member, whenIdle, type Member } from "./ask.ts";
import { showMore } from "./history.ts";
import { panel, type Listen } from "./panel.ts";
import { SETTLE_MS, showPrice } from "./price.ts";
import { show, tiersOf } from "./show.ts";
import { date, fill, points } from "./words.ts";

const NAME = "perennial-block";
const blocks = new Set<PerennialBlock>();
let waiting = false;

const refresh = (): void => void member().then((state) => blocks.forEach((one) => one.take(state)));

/** Heard where it can be: while a panel is open, the rest of the page is inert. */
function say(text: string): void {
  const live =
    document.querySelector("dialog[open] .pn-live") ?? document.querySelector(`${NAME}>.pn-live`);
  if (live) live.textContent = text;
}

class PerennialBlock extends HTMLElement {
  #off = new AbortController();

  connectedCallback(): void {
    const { signal } = (this.#off = new AbortController());
    // A script that came early meets a block whose inside hasn't been parsed yet.
    if (document.readyState !== "loading") this.#start(signal);
    else document.addEventListener("DOMContentLoaded", () => this.#start(signal), { signal });
  }

  #start(signal: AbortSignal): void {
    const on: Listen = (target, type, listener, options) =>
      target.addEventListener(type, listener as (event: Event) => void, { ...options, signal });
    const dialog = this.querySelector("dialog");
    const opener = this.querySelector<HTMLElement>("[data-open]");
    if (dialog && opener) panel(dialog, opener, on);
    on(this, "click", ({ target }: MouseEvent) => {
      const button = (target as Element).closest<HTMLElement>("[data-join],[data-more]");
      if (button) void this.#press(button);
    });
    if ("earn" in this.dataset) this.#follow(on);
    if (!("proxy" in this.dataset) || "guest" in this.dataset) return;
    blocks.add(this);
    if (asked()) refresh();
    else {
      for (const type of ["pointerdown", "focusin"]) on(this, type, refresh, { once: true });
      if (!waiting) atRest(refresh);
      waiting = true;
    }
  }

  disconnectedCallback(): void {
    this.#off.abort();
    blocks.delete(this);
  }

  /** `state` is null when the app couldn't be asked: the numbers stay, and say of when they are. */
  take(state: Member | null): void {
    if (!state) this.#stale();
    if (!state?.enrolledAt) return;
    if (show(this, state))
      say(fill(this.dataset["now"], points(this.dataset, state.points.available)));
    const rate = tiersOf(this).find(([id]) => id === state.tier.id)?.[3];
    if (!rate || this.dataset["rate"] === String(rate) || !("earn" in this.dataset)) return;
    this.dataset["rate"] = String(rate);
    showPrice(this);
  }

  #stale(): void {
    const { stale, region, at } = this.dataset;
    if (!at) return;
    const s = date(region, at, { hour: "2-digit", minute: "2-digit" });
    for (const line of this.querySelectorAll("[data-stale-line]")) {
      line.textContent = fill(stale, { s });
    }
  }

  #follow(on: Listen): void {
    const price = () => showPrice(this);
    const later = () => SETTLE_MS.forEach((ms) => setTimeout(price, ms));
    for (const type of ["change", "click"]) on(document, type, later);
    on(window, "popstate", later);
    whenIdle(price);
  }

  async #press(button: HTMLElement): Promise<void> {
    if (button.ariaDisabled) return;
    const joining = "join" in button.dataset;
    const line = this.querySelector(joining ? "[data-message]" : "[data-stale-line]");
    const write = (text = "") => line && (line.textContent = text);
    button.ariaDisabled = "true";
    write();
    try {
      if (joining) await this.#join(button);
      else await showMore(this, button);
    } catch {
      write(button.dataset["failed"]);
    }
    button.ariaDisabled = null;
  }

  async #join({ dataset }: HTMLElement): Promise<void> {
    const state = await join();
    blocks.forEach((one) => one.take(state));
    say(fill(dataset["welcome"], points(this.dataset, state.points.available)));
    this.querySelector<HTMLElement>("[data-focus]")?.focus();
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, PerennialBlock);
