/** Style sheets as some themes have them: resets and sweeping rules that reach whatever stands in the page. */
export const HOSTILE_CSS = `
* { box-sizing: content-box; letter-spacing: .12em; line-height: 1.1 }
html { font-size: 62.5% }
body { font-size: 1.6rem }
div, section, aside { display: block; min-width: 320px }
p, li, span, small, b { font-size: 3.2rem; text-transform: uppercase }
p { margin: 0 0 4rem; text-indent: 2em; white-space: nowrap }
ul, ol { list-style: square outside; padding-left: 6rem; columns: 2 }
li { float: left; width: 48%; border: 2px dotted }
a { display: block; padding: 3rem; width: 100% }
button { all: unset; display: block; width: 100%; padding: 4rem 0; position: static }
svg, img { width: 100%; height: auto; display: block }
h2, h3 { font-size: 7rem; margin: 8rem 0 }
form { display: grid; width: 500px }
dialog { all: unset; display: block; position: static; width: 900px }
[hidden] { display: block }
style { display: none }
`;
