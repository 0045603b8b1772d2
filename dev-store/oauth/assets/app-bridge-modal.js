/* global document, CustomEvent, HTMLElement, customElements */
(() => {
  "use strict";
  /* A modal stands in this frame, not above the whole admin as Shopify's does. */
  class Modal extends HTMLElement {
    content = document.createElement("div");
    show() {
      if (this.dialog) return Promise.resolve();
      const bar = this.querySelector("ui-title-bar");
      this.dialog = document.createElement("dialog");
      this.dialog.setAttribute("aria-label", bar?.getAttribute("title") ?? "");
      this.dialog.style.cssText =
        "border:0;border-radius:12px;padding:0;width:min(620px,calc(100vw - 24px))";
      const heading = document.createElement("h2");
      heading.textContent = bar?.getAttribute("title") ?? "";
      heading.style.cssText = "margin:0;padding:16px;font:600 16px system-ui";
      this.dialog.append(heading, this.content, this.footer(bar));
      this.dialog.addEventListener("close", () => this.hide());
      document.body.append(this.dialog);
      this.dialog.showModal();
      this.dispatchEvent(new CustomEvent("show"));
      return Promise.resolve();
    }
    footer(bar) {
      const footer = document.createElement("footer");
      footer.style.cssText = "display:flex;gap:8px;justify-content:flex-end;padding:16px";
      for (const own of bar?.querySelectorAll("button") ?? []) {
        const button = document.createElement("button");
        button.textContent = own.textContent;
        button.addEventListener("click", () => own.click());
        footer.append(button);
      }
      return footer;
    }
    hide() {
      const { dialog } = this;
      if (!dialog) return Promise.resolve();
      this.dialog = undefined;
      dialog.close();
      dialog.remove();
      this.dispatchEvent(new CustomEvent("hide"));
      return Promise.resolve();
    }
    toggle() {
      return this.dialog ? this.hide() : this.show();
    }
    disconnectedCallback() {
      this.hide();
    }
  }
  if (!customElements.get("ui-modal")) customElements.define("ui-modal", Modal);
})();
