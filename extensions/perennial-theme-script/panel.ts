/** What a native modal dialog leaves to do: older browsers, Tab that goes round, the swipe down. */
/** Until the block leaves the page; the listener names the kind of event that it takes. */
export type Listen = (
  target: EventTarget,
  type: string,
  listener: (event: never) => void,
  options?: AddEventListenerOptions,
) => void;

const SWIPE_PX = 80;

export function panel(dialog: HTMLDialogElement, button: HTMLElement, on: Listen): void {
  on(button, "click", () => {
    if (!("commandForElement" in button) && !dialog.open) dialog.showModal();
  });
  on(dialog, "click", ({ target }: MouseEvent) => {
    if (target === dialog) dialog.close();
  });
  on(dialog, "keydown", (event: KeyboardEvent) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll<HTMLElement>("a,button")].filter(
      (stop) => getComputedStyle(stop).visibility === "visible",
    );
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to?.focus();
  });
  swipe(dialog, on);
}

function swipe(dialog: HTMLDialogElement, on: Listen): void {
  const passive = { passive: true };
  let start = NaN;
  let pulled = 0;
  on(
    dialog,
    "touchstart",
    ({ touches }: TouchEvent) => {
      // Further down in the panel the same gesture scrolls it.
      start = dialog.scrollTop > 0 ? NaN : (touches[0]?.clientY ?? NaN);
      pulled = 0;
    },
    passive,
  );
  on(
    dialog,
    "touchmove",
    ({ touches }: TouchEvent) => {
      pulled = (touches[0]?.clientY ?? NaN) - start;
      if (pulled > 0) dialog.style.translate = `0 ${pulled}px`;
    },
    passive,
  );
  on(dialog, "touchend", () => {
    dialog.style.translate = "";
    if (pulled > SWIPE_PX) dialog.close();
  });
}
