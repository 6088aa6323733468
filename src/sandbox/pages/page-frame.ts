/** A page in the look of the sandbox. It loads nothing, and works without scripts. */
export function pageFrame(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
<main>
${content}
</main>
</html>
`;
}

/** Text as it goes into HTML, also into an attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --ink: #1b2430; --paper: #fbfaf7; --soft: #eceae3; --accent: #8a4b08; --alarm: #a3161e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e5df; --paper: #15191f; --soft: #232a33; --accent: #f0b062; --alarm: #ff8d85; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; }
code, pre { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border-left: .25rem solid var(--accent); padding: .75rem 1rem; overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .25rem 0; opacity: .8; }
th { text-align: left; font-weight: 500; }
td, th:last-child { text-align: right; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem 0; border-bottom: 1px solid var(--soft); }
thead th { font-weight: 600; }
a { color: var(--accent); }
button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--accent); border-radius: .4rem; padding: .45rem .9rem; margin-top: 1rem; cursor: pointer; }
label, legend { display: block; font-weight: 600; margin: 1.5rem 0 .35rem; }
input, select { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--accent); border-radius: .4rem; padding: .5rem .7rem; width: 100%; box-sizing: border-box; }
input[name=user_code] { font: 1.4rem/1.4 ui-monospace, monospace; letter-spacing: .12em; text-transform: uppercase; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: .75rem; }
button.main { background: var(--accent); color: var(--paper); font-weight: 600; }
[role=alert], [role=status], .note { background: var(--soft); border-left: .25rem solid var(--accent); padding: .75rem 1rem; }
.hint { opacity: .8; margin: .35rem 0 0; }
[role=alert] { border-color: var(--alarm); color: var(--alarm); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
