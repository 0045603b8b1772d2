import { Tag } from "liquidjs";
import type { Context, Emitter, Liquid, Parser, TagToken, Template, TopLevelToken } from "liquidjs";

/** Reads the templates between a tag and its end. */
export function readBody(
  tag: { token: TagToken; end: string },
  remaining: TopLevelToken[],
  parser: Parser,
): Template[] {
  const templates: Template[] = [];
  const stream = parser
    .parseStream(remaining)
    .on(`tag:${tag.end}`, () => stream.stop())
    .on("template", (template: Template) => templates.push(template))
    .on("end", () => {
      throw new Error(`'${tag.token.name}' tag was never closed`);
    });
  stream.start();
  return templates;
}

/** `{% style %}`: a style element whose Liquid follows the theme's settings. */
export class StyleTag extends Tag {
  readonly #templates: Template[];

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid);
    this.#templates = readBody({ token, end: "endstyle" }, remaining, parser);
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    emitter.write("<style data-shopify>");
    yield this.liquid.renderer.renderTemplates(this.#templates, context, emitter);
    emitter.write("</style>");
  }
}

/** `{% layout 'name' %}` and `{% layout none %}` of a Liquid template; the page reads it afterwards. */
export class LayoutTag extends Tag {
  readonly #name: string;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    this.#name = token.args.trim().replace(/^['"]|['"]$/g, "");
  }
  render(context: Context): void {
    context.setRegister("layout", this.#name);
  }
}
