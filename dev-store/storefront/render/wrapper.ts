import { escapeText } from "../filters/html.ts";

const SELECTOR = /^(div|main|section)((?:[#.][\w-]+|\[[\w-]+=[^\]]*\])*)$/;

/** The element around a JSON template's sections, from its `wrapper`: `main#content.page[lang=en]`. */
export function wrapped(html: string, wrapper: string | null): string {
  const [, tag, rest = ""] = SELECTOR.exec(wrapper ?? "") ?? [];
  if (tag === undefined) return html;
  const ids = [...rest.matchAll(/#([\w-]+)/g)].map(([, id]) => ` id="${id ?? ""}"`);
  const classes = [...rest.matchAll(/\.([\w-]+)/g)].map(([, name]) => name);
  const attributes = [...rest.matchAll(/\[([\w-]+)=([^\]]*)\]/g)].map(
    ([, name, value]) =>
      ` ${name ?? ""}="${escapeText((value ?? "").replace(/^["']|["']$/g, ""))}"`,
  );
  const className = classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
  return `<${tag}${ids.join("")}${className}${attributes.join("")}>${html}</${tag}>`;
}
