/* global customElements, HTMLElement, MutationObserver, Node, document */
/** Makes custom elements of the table of stand-ins, and watches that an extension draws nothing else. */
import { STYLES } from "./component-styles.js";
import { COMPONENTS, role } from "./components.js";

/** What any element may be given. */
const ANY = ["id", "slot", "role", "class", "style", "lang", "dir", "hidden", "tabindex"];

function complain(message) {
  console.error(`Shopify would not draw this: ${message}`);
}

function define(tag, { properties, draw }) {
  const byAttribute = new Map(properties.map((name) => [name.toLowerCase(), name]));
  class Component extends HTMLElement {
    static observedAttributes = [...byAttribute.keys()].filter((name) => !ANY.includes(name));
    #given = {};
    #drawn = "";

    constructor() {
      super();
      this.attachShadow({ mode: "open", delegatesFocus: true });
    }

    connectedCallback() {
      this.draw();
    }

    attributeChangedCallback(name, _before, value) {
      this.given(byAttribute.get(name), value === "" ? true : value);
    }

    setAttribute(name, value) {
      const known = ANY.includes(name) || byAttribute.has(name) || /^(aria|data)-/.test(name);
      if (!known) complain(`<${tag}> has no property "${name}"`);
      super.setAttribute(name, value);
    }

    given(name, value) {
      this.#given[name] = value;
      if (this.isConnected) this.draw();
    }

    asked(name) {
      return this.#given[name];
    }

    draw() {
      if (this.accessibilityRole) role(this, this.accessibilityRole);
      const html = draw(this);
      if (html === this.#drawn) return;
      // Focus would be lost with the button that is drawn anew.
      const focused = this.shadowRoot.activeElement !== null;
      this.#drawn = html;
      this.shadowRoot.innerHTML = `<style>${STYLES["*"]}${STYLES[tag] ?? ""}</style>${html}`;
      if (focused) this.shadowRoot.querySelector("button, a")?.focus();
    }
  }
  for (const name of properties.filter((each) => !ANY.includes(each))) {
    Object.defineProperty(Component.prototype, name, {
      get() {
        return this.asked(name);
      },
      set(value) {
        this.given(name, value);
      },
    });
  }
  customElements.define(tag, Component);
}

export function defineComponents() {
  for (const [tag, component] of Object.entries(COMPONENTS)) define(tag, component);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) examine(node);
  }).observe(document.body, { childList: true, subtree: true });
}

function examine(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const element of [node, ...node.querySelectorAll("*")]) {
    if (!(element.localName in COMPONENTS)) complain(`there is no <${element.localName}>`);
  }
}
