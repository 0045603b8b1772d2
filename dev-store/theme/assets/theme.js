/* global document, window, DOMParser, FormData, URLSearchParams, fetch */
/* Everything works without this file: it saves a page load here and a click there. */

/** How long quantities wait to be sent: a burst of clicks is one request. */
const QUIET_MS = 350;

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) stepQuantity(step);
  const remove = event.target.closest("[data-remove]");
  if (remove) removeLine(event, remove);
  closePopovers(event.target);
});

document.addEventListener("focusin", (event) => closePopovers(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("[data-popover][open], [data-menu][open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  const { target } = event;
  target.closest("[data-submit-on-change]")?.requestSubmit();
  if (target.name === "id" && target.closest("[data-product]")) showVariant(target);
  if (target.name === "updates[]") sendCartSoon(target.form);
});

/** A panel that the shopper has left is in the way. */
function closePopovers(left) {
  for (const open of document.querySelectorAll("[data-popover][open]")) {
    if (!open.contains(left)) open.open = false;
  }
}

function stepQuantity(button) {
  const input = button.closest("[data-quantity]").querySelector("input");
  const before = input.value;
  if (button.dataset.step === "1") input.stepUp();
  else input.stepDown();
  if (input.value !== before) input.dispatchEvent(new window.Event("change", { bubbles: true }));
}

/** The price, the button and the address follow the variant that was chosen. */
function showVariant(input) {
  const product = input.closest("[data-product]");
  const chosen = input.selectedOptions?.[0] ?? input;
  const price = product.querySelector(`template[data-variant-price="${chosen.value}"]`);
  product.querySelector("[data-price]")?.replaceChildren(price.content.cloneNode(true));
  const button = product.querySelector("[data-add]");
  if (button) {
    button.disabled = chosen.dataset.available !== "true";
    button.textContent = button.disabled ? button.dataset.textSoldOut : button.dataset.text;
  }
  const address = new URL(window.location.href);
  address.searchParams.set("variant", chosen.value);
  window.history.replaceState({}, "", address);
}

function removeLine(event, link) {
  const input = document.getElementById(link.dataset.remove);
  if (!input) return;
  event.preventDefault();
  input.value = "0";
  sendCart(input.form);
}

let quiet = 0;

function sendCartSoon(form) {
  window.clearTimeout(quiet);
  quiet = window.setTimeout(() => sendCart(form), QUIET_MS);
}

/** Sends the form as its button would and takes the cart and its count from the page that comes back. */
async function sendCart(form) {
  window.clearTimeout(quiet);
  const body = new URLSearchParams(new FormData(form));
  body.set("update", "");
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(`the cart answered ${answer.status}`);
    showCart(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The browser's own way says what is wrong, and it works where this didn't.
    form.requestSubmit(form.querySelector("[name=update]"));
  }
}

function showCart(page) {
  const focused = document.activeElement?.id;
  for (const selector of ["[data-cart]", "[data-cart-link]"]) {
    const fresh = page.querySelector(selector);
    if (fresh) document.querySelector(selector)?.replaceWith(document.adoptNode(fresh));
  }
  // Whoever works with the keyboard goes on where they were; at the page's start if that is gone.
  (document.getElementById(focused || "main") ?? document.getElementById("main")).focus();
  const status = document.querySelector("[data-cart-status]");
  if (status) status.textContent = status.dataset.text;
}
