/** Why a dev store can't start here, in one line for whoever started it: no stack needed. */
export class StartRefused extends Error {
  override name = "StartRefused";
}
