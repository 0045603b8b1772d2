import type { Liquid } from "liquidjs";
import { FormTag } from "./form.ts";
import { LayoutTag, StyleTag } from "./markup.ts";
import { PaginateTag } from "./paginate.ts";
import { ContentForTag, SectionsTag, SectionTag, SnippetTag } from "./section-tags.ts";

type TagClass = Liquid["tags"][string];

/** Shopify's tags, over those that liquidjs has of Liquid itself. */
export const TAGS: Readonly<Record<string, TagClass>> = {
  content_for: ContentForTag,
  form: FormTag,
  layout: LayoutTag,
  paginate: PaginateTag,
  render: SnippetTag,
  section: SectionTag,
  sections: SectionsTag,
  style: StyleTag,
};
