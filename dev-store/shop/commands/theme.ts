import { Refusal } from "../../wire/refusal.ts";
import type { Decide } from "./command.ts";

/** The folders of a theme; a file lies in one of them, templates also one folder deeper. */
const FILE =
  /^(layout|templates|sections|blocks|snippets|assets|locales|config)\/([\w.-]+\/)?[\w.-]+$/;
/** Shopify's limit for a JSON template and for settings_data.json is 1.5 MB. */
const FILE_BYTES_MAX = 1_572_864;

export const putThemeFile: Decide<"theme.put"> = (_shop, { file, text }) => {
  if (!FILE.test(file) || file.includes(".."))
    throw new Refusal(422, `"${file}" is no file of a theme, such as templates/product.json`);
  if (text !== null && Buffer.byteLength(text) > FILE_BYTES_MAX)
    throw new Refusal(422, `a file of a theme may have ${FILE_BYTES_MAX} bytes at most`);
  return {
    changes: [text === null ? { drop: "themeFile", file } : { put: "themeFile", file, text }],
    events: [],
    id: null,
  };
};
