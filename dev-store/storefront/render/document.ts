import { Context } from "liquidjs";
import type { Page } from "../liquid/page.ts";
import type { Theme } from "../theme/theme.ts";
import { appAssets, ASSETS_MARK, contentForHeader } from "./content-for-header.ts";
import { numberOf, type Place, type Renderer } from "./renderer.ts";
import { templateData, type SectionData } from "./saved-template.ts";
import type { Stage } from "./situation.ts";
import { wrapped } from "./wrapper.ts";

export interface Document {
  theme: Theme;
  page: Page;
  renderer: Renderer;
  stage: Stage;
  /** Such as `product` or `page.rewards`. */
  template: string;
}

interface Placed {
  data: SectionData;
  place: Place;
}

interface Content {
  html: string;
  layout: string | null;
}

/** A JSON template's sections with the ids that the page gives them; none for a Liquid template. */
function sectionsOf({ theme, template }: Document): Placed[] {
  const json = theme.json(`templates/${template}.json`);
  if (json === null) return [];
  return templateData(json).sections.map((data, index) => ({
    data: { ...data, id: `template--${numberOf(template)}__${data.id}` },
    place: { location: "template", group: null, index: index + 1, classes: "" },
  }));
}

function contentOf(document: Document): Content {
  const { theme, renderer, stage, template } = document;
  const json = theme.json(`templates/${template}.json`);
  if (json !== null) {
    const { layout, wrapper } = templateData(json);
    const html = sectionsOf(document)
      .map(({ data, place }) => renderer.section(data, place))
      .join("\n");
    return { html: wrapped(html, wrapper), layout };
  }
  const templates = theme.engine.file(`templates/${template}.liquid`);
  if (templates === null) throw new Error(`The theme has no template ${template}`);
  const context = new Context(
    {},
    theme.engine.options,
    { globals: stage.globals, sync: true },
    { liquid: theme.engine },
  );
  const html = theme.engine.renderSync(templates, context) as string;
  const asked = context.getRegister("layout", "theme") as string;
  return { html, layout: asked === "none" || asked === "false" ? null : asked };
}

const insertBefore = (html: string, end: string, added: string): string => {
  const at = end === "</head>" ? html.indexOf(end) : html.lastIndexOf(end);
  return at < 0 || added === "" ? html : `${html.slice(0, at)}${added}${html.slice(at)}`;
};

/** A whole page: its template inside its layout, with the app embeds and what app blocks load. */
export function renderDocument(document: Document): string {
  const { theme, page, renderer, stage } = document;
  const { html, layout } = contentOf(document);
  if (layout === null) return html;
  const templates = theme.engine.file(`layout/${layout}.liquid`);
  if (templates === null) throw new Error(`The theme has no layout ${layout}`);
  const whole = theme.engine.run(
    templates,
    { content_for_layout: html, content_for_header: contentForHeader(page, theme) },
    stage.globals,
  );
  const withHead = insertBefore(whole, "</head>", renderer.embeds("head"));
  const withBody = insertBefore(withHead, "</body>", renderer.embeds("body"));
  return withBody.replace(ASSETS_MARK, () => appAssets(page));
}

/** One section's HTML for `?section_id=` and `?sections=`; null if the page has none of that id. */
export function renderSection(document: Document, id: string): string | null {
  const { theme, renderer } = document;
  const groups = theme.files
    .list("sections")
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => renderer.groupSections(name.slice(0, -".json".length)));
  const found = [...sectionsOf(document), ...groups].find(({ data }) => data.id === id);
  if (found !== undefined) return renderer.section(found.data, found.place);
  if (theme.files.text(`sections/${id}.liquid`) === null) return null;
  return renderer.staticSection(id);
}
