/** The look of the stand-ins: near Shopify's account pages, in one place. */

/** Shopify's scale of spaces, in pixels of the stand-in. */
export const SPACE = {
  none: "0",
  "small-500": "2px",
  "small-400": "4px",
  "small-300": "6px",
  "small-200": "8px",
  "small-100": "10px",
  small: "12px",
  base: "16px",
  large: "24px",
  "large-100": "28px",
  "large-200": "32px",
  "large-300": "40px",
  "large-400": "48px",
  "large-500": "56px",
};

/** The properties that every box-like component has. */
export const BOX = [
  ...["accessibilityLabel", "accessibilityRole", "accessibilityVisibility", "background"],
  ...["blockSize", "border", "borderRadius", "borderStyle", "borderWidth", "display", "id"],
  ...["inlineSize", "maxBlockSize", "maxInlineSize", "minBlockSize", "minInlineSize", "overflow"],
  ...["padding", "paddingBlock", "paddingBlockEnd", "paddingBlockStart"],
  ...["paddingInline", "paddingInlineEnd", "paddingInlineStart"],
];

export function boxStyle(element) {
  const spaces = (value) =>
    value &&
    String(value)
      .split(" ")
      .map((word) => SPACE[word] ?? "0")
      .join(" ");
  return {
    background: element.background === "subdued" ? "#f5f5f5" : "",
    border: element.border && element.border !== "none" ? "1px solid #dedede" : "",
    borderRadius: element.borderRadius && element.borderRadius !== "none" ? "8px" : "",
    blockSize: element.blockSize,
    inlineSize: element.inlineSize,
    maxInlineSize: element.maxInlineSize,
    minInlineSize: element.minInlineSize,
    maxBlockSize: element.maxBlockSize,
    minBlockSize: element.minBlockSize,
    overflow: element.overflow,
    padding: spaces(element.padding),
    paddingBlock: spaces(element.paddingBlock),
    paddingInline: spaces(element.paddingInline),
  };
}

const BUTTON = `
  button, a { font: inherit; font-weight: 600; min-height: 44px; padding: 0 18px; border-radius: 10px; cursor: pointer;
    display: inline-flex; align-items: center; justify-content: center; text-decoration: none; box-sizing: border-box; }
  .primary { background: #1f5f4a; color: #fff; border: 1px solid #1f5f4a; }
  .primary:hover { background: #174a39; }
  .secondary, .auto { background: #fff; color: #1f2328; border: 1px solid #868d96; }
  .secondary:hover, .auto:hover { background: #f6f6f4; }
  button:focus-visible, a:focus-visible { outline: 3px solid #1f5f4a; outline-offset: 2px; }
  button:disabled { cursor: default; }
  [aria-busy="true"]::after { content: ""; width: 14px; height: 14px; margin-inline-start: 10px; border-radius: 50%;
    border: 2px solid currentColor; border-inline-end-color: transparent; animation: turn 1s linear infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (prefers-reduced-motion: reduce) { [aria-busy="true"]::after { animation: none; } }`;

const TONES = `
  .subdued { color: #5b6169; } .success { color: #17693a; } .warning { color: #7d4e00; } .critical { color: #b3261e; }
  .strong { font-weight: 650; } .small { font-size: 14px; } .emphasis { font-style: italic; }`;

export const STYLES = {
  "*": ":host([hidden]) { display: none; }",
  "s-section": `:host { display: block; }
    .card { background: #fff; border: 1px solid #d9dce0; border-radius: 16px; padding: clamp(1rem, 4vw, 1.5rem); }
    h2, h3 { line-height: 1.4; font-weight: 650; margin: 0 0 12px; } h2 { font-size: 18px; } h3 { font-size: 16px; } .part { padding-top: 4px; }`,
  "s-heading":
    ":host { display: block; } h3 { font-size: 22px; line-height: 1.3; font-weight: 650; margin: 0; letter-spacing: -0.01em; }",
  "s-text": `:host { display: inline-block; } ${TONES}`,
  "s-paragraph": `:host { display: block; } p { margin: 0; } ${TONES}`,
  "s-button": `:host { display: inline-block; } ${BUTTON}`,
  "s-link":
    "a { color: #1f5f4a; } a:focus-visible { outline: 3px solid #1f5f4a; outline-offset: 2px; }",
  "s-banner": `:host { display: block; }
    div { border-radius: 8px; padding: 14px 16px; background: #eef4fe; border: 1px solid #bcd3f7; }
    strong { display: block; margin-bottom: 4px; font-weight: 650; }
    .success { background: #eaf7ee; border-color: #b5dfc2; } .warning { background: #fff6e5; border-color: #f0d49a; }
    .critical { background: #fdecea; border-color: #f3bbb6; }`,
  "s-badge": `:host { display: inline-block; }
    span { display: inline-block; background: #eaf3ef; color: #174a39; border-radius: 8px; padding: 3px 10px; font-size: 13px; font-weight: 600; }`,
  "s-progress": `:host { display: block; }
    progress { appearance: none; display: block; width: 100%; height: 8px; border: 0; border-radius: 4px; background: #e6e6e6; overflow: hidden; }
    progress::-webkit-progress-bar { background: #e6e6e6; } progress::-webkit-progress-value { background: #1f5f4a; border-radius: 4px; }
    progress::-moz-progress-bar { background: #1f5f4a; border-radius: 4px; }`,
  "s-skeleton-paragraph": `:host { display: block; }
    span, i { display: block; background: #ececec; color: transparent; border-radius: 6px; width: fit-content; }
    i { height: 14px; width: 100%; margin-bottom: 8px; } i:last-child { width: 60%; }`,
  "s-spinner":
    ":host { display: inline-block; } span { display: block; width: 20px; height: 20px; border-radius: 50%; border: 2px solid #bbb; border-inline-end-color: transparent; }",
  "s-divider":
    ":host { display: block; } hr { border: 0; border-top: 1px solid #d9dce0; margin: 0; }",
  "s-unordered-list": ":host { display: block; padding-inline-start: 20px; }",
  "s-ordered-list": ":host { display: block; padding-inline-start: 20px; }",
  "s-list-item": ":host { display: list-item; list-style: disc; }",
};
