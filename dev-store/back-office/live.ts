import { markup, type Html } from "../http/html.ts";

/** Says that a part keeps itself up to date, and stops it; there for scripts alone. */
export const liveMark = (regionId: string): Html =>
  markup`<div class="live" hidden><span class="live-mark"></span><span data-live-word>Live</span><button type="button" class="button button-small" data-live-pause="${regionId}">Pause</button></div>`;
