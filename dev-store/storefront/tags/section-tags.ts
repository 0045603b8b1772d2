import { Hash, RenderTag, Tag, Value } from "liquidjs";
import type { Context, Emitter, Liquid, Parser, TagToken, TopLevelToken } from "liquidjs";
import { textOf } from "../liquid/filter.ts";
import { LiquidObject } from "../liquid/object.ts";
import { rendererOf } from "../liquid/page.ts";

/** `{% section 'name' %}`: a section that stands in the theme's own code. */
export class SectionTag extends Tag {
  readonly #name: Value;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    this.#name = new Value(token.args.trim(), liquid);
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const name = textOf(yield this.#name.value(context, false));
    emitter.write(rendererOf(context).staticSection(name));
  }
}

/** `{% sections 'header-group' %}`: the sections of a group, in the merchant's order. */
export class SectionsTag extends Tag {
  readonly #name: Value;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    this.#name = new Value(token.args.trim(), liquid);
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const name = textOf(yield this.#name.value(context, false));
    emitter.write(rendererOf(context).sectionGroup(name));
  }
}

const BARE = /^[a-z_][\w.]*$/i;

/** `{% render 'snippet' %}`, and `{% render block %}` for an app block of a section. */
export class SnippetTag extends RenderTag {
  readonly #block: Value | null;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    const written = token.args.trim();
    super(token, remaining, liquid, parser);
    this.#block = BARE.test(written) ? new Value(written, liquid) : null;
  }
  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    if (this.#block === null) {
      yield* super.render(context, emitter);
      return;
    }
    const block = yield this.#block.value(context, false);
    if (!(block instanceof LiquidObject))
      throw new Error("Argument error in tag 'render' - Expected a string or block object");
    emitter.write(rendererOf(context).block(context, block));
  }
}

const KIND = /^(['"])(blocks?)\1\s*,?/;

/** `{% content_for 'blocks' %}` and `{% content_for 'block', type: …, id: … %}`. */
export class ContentForTag extends Tag {
  readonly #kind: string;
  readonly #hash: Hash;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    const written = token.args.trim();
    super(token, remaining, liquid);
    const kind = KIND.exec(written);
    if (kind === null) throw new Error("'content_for' takes 'blocks' or 'block'");
    this.#kind = kind[2] ?? "blocks";
    this.#hash = new Hash(written.slice(kind[0].length));
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const renderer = rendererOf(context);
    const { type, id, ...rest } = (yield this.#hash.render(context)) as Record<string, unknown>;
    emitter.write(
      this.#kind === "blocks"
        ? renderer.blocks(context)
        : renderer.staticBlock(context, { type: textOf(type), id: textOf(id), rest }),
    );
  }
}
