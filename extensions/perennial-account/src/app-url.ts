/** Where the app is: `application_url` of shopify.app.toml, as a test checks. */
const DEPLOYED = "https://perennial.example.com";

/** Written in by whoever bundles: `shopify app dev` knows the tunnel, `.env` may name a staging app. */
declare const process: { env: { APP_URL?: string } };

export const APP_URL = addressOfBuild() ?? DEPLOYED;

function addressOfBuild(): string | undefined {
  try {
    return process.env.APP_URL;
  } catch {
    return undefined; // nothing was written in, and a worker has no `process`
  }
}
