const POLL_MILLISECONDS = 2000;
const SHOWN = 200;

const list = document.querySelector('#list');
const view = document.querySelector('#view');
const count = document.querySelector('#count');
const clear = document.querySelector('#clear');

let mails = [];
let shownId;

/** An element with text, attributes and children; text never becomes markup. */
function element(name, { text, ...attributes } = {}, ...children) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

function whenShort(instant) {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? timeOfDay.format(date) : dayAndTime.format(date);
}

function selectedId() {
  return location.hash.startsWith('#/mails/') ? decodeURIComponent(location.hash.slice('#/mails/'.length)) : undefined;
}

function listItem(mail) {
  const link = element(
    'a',
    { href: `#/mails/${mail.id}` },
    element('span', { class: 'subject', text: mail.subject || '(no subject)' }),
    element('span', { class: 'recipient', text: mail.to.join(', ') }),
    element('time', { datetime: mail.receivedAt, text: whenShort(mail.receivedAt) }),
  );
  if (mail.id === selectedId()) link.setAttribute('aria-current', 'true');
  return element('li', { 'data-id': mail.id }, link);
}

function showList() {
  const focusedId = document.activeElement?.closest('#list li')?.dataset.id;
  list.replaceChildren(...mails.map(listItem));
  // A list that changes must not take the keyboard user's place away.
  if (focusedId) list.querySelector(`li[data-id="${CSS.escape(focusedId)}"] a`)?.focus();
  const amount =
    mails.length === SHOWN ? `The newest ${SHOWN} mails` : `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}`;
  if (count.textContent !== amount) count.textContent = amount;
  clear.hidden = mails.length === 0;
}

/** Web addresses in a text become links. */
function linked(text) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return parts.map((part, index) =>
    index % 2 === 0 ? part : element('a', { href: part, text: part, target: '_blank', rel: 'noopener' }),
  );
}

function detail(term, value) {
  return [element('dt', { text: term }), element('dd', { text: value })];
}

function tabs(panels) {
  const buttons = panels.map(({ title }, index) => {
    const button = element('button', { type: 'button', text: title });
    button.addEventListener('click', () => choose(index));
    return button;
  });
  const choose = (chosen) => {
    buttons.forEach((button, index) => {
      button.setAttribute('aria-pressed', String(index === chosen));
    });
    panels.forEach(({ panel }, index) => {
      panel.hidden = index !== chosen;
    });
  };
  choose(0);
  return [
    element('div', { class: 'tabs', role: 'group', 'aria-label': 'Form of the mail' }, ...buttons),
    ...panels.map(({ panel }) => panel),
  ];
}

function panelsOf(mail) {
  const text = { title: 'Text', panel: element('pre', { class: 'text' }, ...linked(mail.text)) };
  const headers = Object.entries(mail.headers).flatMap(([name, value]) => detail(name, value));
  const panels = [text, { title: 'Headers', panel: element('dl', { class: 'headers' }, ...headers) }];
  if (!mail.html) return panels;
  const frame = element('iframe', {
    title: 'The mail as HTML',
    src: `/mails/${mail.id}/html`,
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    referrerpolicy: 'no-referrer',
  });
  return [{ title: 'HTML', panel: frame }, ...panels];
}

function showHint() {
  document.body.classList.remove('reading');
  document.title = 'Inbox – StudyNotion sandbox';
  const hint =
    mails.length === 0 ? 'No mail yet. Every mail that the platform sends arrives here.' : 'Choose a mail to read it.';
  view.replaceChildren(element('p', { class: 'hint', text: hint }));
}

function showMail(mail) {
  document.body.classList.add('reading');
  document.title = `${mail.subject} – Inbox`;
  const back = element('a', { href: '#/', class: 'back', text: 'Back to the list' });
  const attachments = mail.attachments.map(
    ({ fileName, size }) => `${fileName || 'unnamed'} (${Math.ceil(size / 1024)} KB)`,
  );
  view.replaceChildren(
    back,
    element('h2', { text: mail.subject || '(no subject)' }),
    element(
      'dl',
      { class: 'envelope' },
      ...detail('From', mail.from),
      ...detail('To', mail.to.join(', ')),
      ...detail('Received', dayAndTime.format(new Date(mail.receivedAt))),
      ...(attachments.length > 0 ? detail('Attached', attachments.join(', ')) : []),
    ),
    ...tabs(panelsOf(mail)),
  );
}

async function showSelected() {
  const id = selectedId();
  shownId = id;
  if (id === undefined) return showHint();
  const answer = await fetch(`/sandbox/mails/${encodeURIComponent(id)}`);
  if (shownId !== id) return;
  if (answer.ok) return showMail(await answer.json());
  document.body.classList.add('reading');
  view.replaceChildren(
    element('a', { href: '#/', class: 'back', text: 'Back to the list' }),
    element('p', { class: 'hint', text: 'This mail is gone.' }),
  );
}

async function poll() {
  try {
    const { items } = await (await fetch(`/sandbox/mails?limit=${SHOWN}`)).json();
    const changed = items.map(({ id }) => id).join() !== mails.map(({ id }) => id).join();
    mails = items;
    if (changed || count.textContent === '' || document.body.classList.contains('offline')) showList();
    if (changed && selectedId() === undefined) showHint();
    document.body.classList.remove('offline');
  } catch {
    document.body.classList.add('offline');
    count.textContent = 'The sandbox does not answer';
  }
}

async function pollForever() {
  await poll();
  setTimeout(pollForever, POLL_MILLISECONDS);
}

clear.addEventListener('click', async () => {
  if (!confirm('Delete all mails?')) return;
  await fetch('/sandbox/mails', { method: 'DELETE' });
  location.hash = '#/';
  await poll();
});

addEventListener('hashchange', async () => {
  showList();
  await showSelected();
  if (selectedId() !== undefined) view.focus();
});

await poll();
await showSelected();
setTimeout(pollForever, POLL_MILLISECONDS);
