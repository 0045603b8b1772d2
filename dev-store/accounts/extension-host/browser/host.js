/* global document, window, fetch */
/**
 * The page's side of an extension's frame. The frame has no origin of its own, so it has neither the
 * page nor the shopper's cookie: what it may ask of Shopify it asks here, by message.
 */
(() => {
  const ROOT = "/customer-accounts/extensions";

  const ANSWERS = {
    async sessionToken() {
      const response = await fetch(`${ROOT}/session-token`, { method: "POST" });
      if (!response.ok) throw new Error(`No session token: ${response.status}`);
      return (await response.json()).token;
    },
    async customerApi({ version, body }) {
      const response = await fetch(`${ROOT}/customer-api/${version}/graphql.json`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      return { status: response.status, text: await response.text() };
    },
    async requireLogin() {
      window.location.assign("/account/login");
    },
    async height({ pixels, loading }, frame) {
      if (loading && pixels <= frame.clientHeight) return;
      frame.style.height = `${Math.ceil(pixels)}px`;
    },
    async toast({ text }) {
      const toast = document.createElement("div");
      toast.setAttribute("role", "status");
      toast.className = "extension-toast";
      toast.textContent = text;
      document.body.append(toast);
      setTimeout(() => toast.remove(), 4_000);
    },
  };

  window.addEventListener("message", async ({ source, data }) => {
    const frames = [...document.querySelectorAll("iframe[data-extension-target]")];
    const frame = frames.find((each) => each.contentWindow === source);
    const answer = frame && ANSWERS[data?.call];
    if (!answer) return;
    try {
      source.postMessage({ id: data.id, value: await answer(data.with ?? {}, frame) }, "*");
    } catch (error) {
      source.postMessage({ id: data.id, error: String(error) }, "*");
    }
  });
})();
