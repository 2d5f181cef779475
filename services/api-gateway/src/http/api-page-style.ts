/** Style of the page of the API; its hash stands in the page's content security policy. */
export const API_PAGE_STYLE = `
:root { color-scheme: dark; --ground: #000814; --panel: #161d29; --line: #424854; --text: #f1f2ff; --soft: #c5c7d4; --accent: #ffd60a; }
* { box-sizing: border-box; }
html { scroll-padding-top: 2.5rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 Inter, system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code { font: 0.9em/1.5 ui-monospace, "Roboto Mono", monospace; }
h1, h2, h3, h4 { line-height: 1.3; margin: 0; }
h1 { font-size: 2rem; }
h2 { font-size: 1.5rem; margin-top: 3rem; }
h3 { font-size: 1.05rem; }
h4 { font-size: 0.9rem; color: var(--soft); margin-top: 1.25rem; }
p { margin: 0.5rem 0 0; max-width: 70ch; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--accent); color: var(--ground); padding: 0.5rem 1rem; }
.skip:focus { top: 1rem; }
header, nav, main, footer { padding: 1.5rem 1rem; }
header { border-bottom: 1px solid var(--line); }
footer { border-top: 1px solid var(--line); color: var(--soft); }
nav p { margin-top: 1rem; font-weight: 600; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 0.3rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav ul ul { display: none; }
main > section:first-child h2 { margin-top: 0; }
article { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1.25rem; margin-top: 1.25rem; }
.method { display: inline-block; min-width: 4.2em; margin-right: 0.5rem; padding: 0.1rem 0.5rem; border: 1px solid currentColor; border-radius: 0.25rem; text-align: center; font-size: 0.8em; }
.get { color: #7fd1ee; }
.post { color: #06d6a0; }
.put, .patch { color: var(--accent); }
.delete { color: #ff8fa8; }
.deprecated { color: #ff8fa8; }
.soft { color: var(--soft); }
dl { margin: 0.25rem 0 0; }
dl > div { padding: 0.4rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
dd dl { border-left: 2px solid var(--line); padding-left: 1rem; }
dd ul { margin: 0; padding-left: 1.1rem; }
@media (min-width: 64rem) {
  header, footer { padding-inline: 2rem; }
  .columns { display: grid; grid-template-columns: 20rem minmax(0, 60rem); }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding-left: 2rem; border-right: 1px solid var(--line); }
  nav ul ul { display: block; margin-left: 0.75rem; font-size: 0.85rem; }
  main { padding-inline: 2rem; }
  article > dl > div { display: grid; grid-template-columns: 18rem minmax(0, 1fr); gap: 1rem; }
}
`;
