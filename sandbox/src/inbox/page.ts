import type { Mail } from '../mail/mail-store.ts';

/** The inbox; what it shows is fetched by its script. */
export const inboxPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox – StudyNotion sandbox</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/inbox.css">
<script type="module" src="/assets/inbox.js"></script>
</head>
<body>
<header class="bar">
  <h1>Inbox <span class="badge">sandbox</span></h1>
  <p id="count" role="status"></p>
  <button type="button" id="clear" hidden>Delete all</button>
</header>
<div class="columns">
  <nav aria-label="Mails"><ul id="list"></ul></nav>
  <main id="view" tabindex="-1"></main>
</div>
<noscript>The inbox needs JavaScript.</noscript>
</body>
</html>
`;

/** The mail's own HTML, whose links open in tabs of their own instead of inside the frame. */
export function htmlOfMail({ html }: Mail): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
