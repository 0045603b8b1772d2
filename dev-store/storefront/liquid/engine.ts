import { Liquid, type Context, type Template } from "liquidjs";
import { FILTERS } from "../filters/filters.ts";
import { TAGS } from "../tags/tags.ts";
import { escapeText } from "../filters/html.ts";
import { textOf } from "./filter.ts";
import { teachFloats } from "./float.ts";
import { OPERATORS } from "./operators.ts";
import type { Globals } from "./page.ts";

/** Where an engine finds its files: a theme's or an extension's own. */
export interface Files {
  text: (file: string) => string | null;
}

interface Parsed {
  text: string;
  templates: Template[];
}

/** Loops of a template and includes of itself end, as they do at Shopify. */
const RENDER_MS_MAX = 5_000;
/** Letters and list items that a template may make: a page of Shopify's Dawn takes a twentieth. */
const RENDER_SIZE_MAX = 20_000_000;

interface Emitter {
  write: (html: unknown) => void;
  readonly buffer: string;
}

class TextEmitter implements Emitter {
  buffer = "";
  write(html: unknown): void {
    this.buffer += typeof html === "string" ? html : textOf(html);
  }
}

/** Blocks that aren't Liquid and are read elsewhere; line numbers and trimming around them stay. */
const FOREIGN =
  /\{%(-?)\s*(schema|javascript|stylesheet|doc)\b[^%]*%\}([\s\S]*?)\{%-?\s*end\2\s*(-?)%\}/g;

function withoutForeign(text: string): string {
  return text.replace(FOREIGN, (...match: string[]) => {
    const [, before = "", , inside = "", after = ""] = match;
    const lines = "\n".repeat(inside.split("\n").length - 1);
    return `{%${before} comment %}${lines}{% endcomment ${after}%}`;
  });
}

/** What went wrong, in the words that Shopify puts into the page. */
export function errorText(error: unknown, at: { label?: string; token?: TokenPlace }): string {
  const shown = error as Error & { originalError?: Error; token?: TokenPlace };
  const token = shown.token ?? at.token;
  const message = (shown.originalError ?? shown).message.replace(/, file:.*$/su, "");
  const kind = /ParseError|TokenizationError/.test(shown.name)
    ? "Liquid syntax error"
    : "Liquid error";
  const line = lineOf(token);
  const place = at.label ?? token?.file?.replace(/\.liquid$/, "");
  const where = place === undefined ? "" : ` (${place}${line === null ? "" : ` line ${line}`})`;
  return `${kind}${where}: ${message}`;
}

interface TokenPlace {
  input: string;
  begin: number;
  file?: string | undefined;
}

function lineOf(token: TokenPlace | undefined): number | null {
  if (token === undefined) return null;
  return token.input.slice(0, token.begin).split("\n").length;
}

/** What no later statement can mend: the template as a whole took too much. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const tooDeep = error instanceof RangeError && error.message.includes("call stack");
  return tooDeep || / limit exceeded/.test(error.message);
}

/** Shopify goes on after a statement that failed, and says so in its place. */
function* renderTolerantly(
  templates: Template[],
  context: Context,
  given?: Emitter,
): IterableIterator<unknown> {
  const emitter: Emitter = given ?? new TextEmitter();
  context.renderLimit.check(performance.now());
  context.memoryLimit.check(emitter.buffer.length);
  for (const template of templates) {
    try {
      const html: unknown = yield template.render(context, emitter);
      if (html !== undefined && html !== null && html !== "") emitter.write(html);
    } catch (error) {
      if (isFatal(error)) throw error;
      emitter.write(escapeText(errorText(error, { token: template.token })));
    }
    const { breakCalled, continueCalled } = context as unknown as Record<string, boolean>;
    if (breakCalled || continueCalled) break;
  }
  return emitter.buffer;
}

/** liquidjs with Shopify's tags, filters and manners, on the files of a theme or an extension. */
export class Engine extends Liquid {
  readonly #files: Files;
  readonly #parsed = new Map<string, Parsed>();

  constructor(files: Files) {
    teachFloats();
    super({
      operators: OPERATORS,
      relativeReference: false,
      renderLimit: RENDER_MS_MAX,
      memoryLimit: RENDER_SIZE_MAX,
    });
    this.#files = files;
    Object.assign(this.renderer, { renderTemplates: renderTolerantly });
    for (const [name, tag] of Object.entries(TAGS)) this.registerTag(name, tag);
    for (const [name, filter] of Object.entries(FILTERS))
      this.registerFilter(name, filter as never);
  }

  /** A file's templates, parsed once for as long as its text stays the same; null if there is none. */
  file(file: string): Template[] | null {
    const text = this.#files.text(file);
    if (text === null) return null;
    return this.text(file, text);
  }

  /** Parses text under a name that errors tell. */
  text(name: string, text: string): Template[] {
    const known = this.#parsed.get(name);
    if (known?.text === text) return known.templates;
    const templates = this.parse(withoutForeign(text), name);
    this.#parsed.set(name, { text, templates });
    return templates;
  }

  /** `render` and `include` look for their snippets here. */
  override *_parsePartialFile(file: string): Generator<unknown, Template[], string | Template[]> {
    const templates = this.file(`snippets/${file}.liquid`);
    if (templates === null) throw new Error(`Could not find asset snippets/${file}.liquid`);
    yield;
    return templates;
  }

  run(templates: Template[], scope: Record<string, unknown>, globals: Globals): string {
    return this.renderSync(templates, scope, { globals, sync: true }) as string;
  }
}
