/* global document, fetch, addEventListener, DOMParser, FormData, URLSearchParams */
// What the checkout does more where scripts run: totals follow the country and the method, and a
// second press of the button doesn't send the form again. Without it a button does the one, the
// shop does the other.

const form = document.querySelector("[data-checkout]");

async function reprice() {
  const body = new URLSearchParams(new FormData(form));
  body.set("action", "update");
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["amounts", "methods"]) {
      const fresh = page.getElementById(id);
      const known = document.getElementById(id);
      if (fresh !== null && known !== null && fresh.innerHTML !== known.innerHTML)
        swap(known, fresh);
    }
    form.elements["seen"].value = page.querySelector("[name=seen]")?.value ?? "";
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** The keyboard stays on the choice that it was on. */
function swap(known, fresh) {
  const { activeElement } = document;
  const value = known.contains(activeElement) ? activeElement.value : null;
  known.replaceChildren(...fresh.childNodes);
  known.querySelector(`[value="${value}"]`)?.focus();
}

function showPayment() {
  const pays = form.elements["payment"]?.value === "card";
  for (const span of form.querySelectorAll("[data-pays]"))
    span.hidden = (span.dataset.pays === "card") !== pays;
}

form?.addEventListener("change", (event) => {
  if (event.target.matches("[data-reprices]")) void reprice();
  if (event.target.name === "payment") showPayment();
});

let sent = false;
form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
// A page that the browser brings back from its memory may be sent again.
addEventListener("pageshow", () => {
  sent = false;
});
