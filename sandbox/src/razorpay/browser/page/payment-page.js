const sheet = document.querySelector('[data-checkout]');
const { origin, color, notes, ...order } = JSON.parse(sheet.dataset.checkout);
const problem = sheet.querySelector('.problem');
const buttons = [...sheet.querySelectorAll('button')];

if (/^#[0-9a-f]{3,8}$/i.test(color ?? '')) document.documentElement.style.setProperty('--brand', color);

/** Tells the shop's window, and only a window of the origin that opened this page. */
function tell(type, response) {
  if (origin) parent.postMessage({ type, response }, origin);
}

async function submit(outcome) {
  problem.textContent = '';
  for (const button of buttons) button.disabled = true;
  try {
    const { key_id, order_id, email, contact, description } = order;
    const answer = await fetch('/v1/checkout/public', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        key_id,
        order_id,
        email,
        contact,
        description,
        notes: notes && JSON.parse(notes),
        outcome,
      }),
    });
    const response = await answer.json();
    if (answer.ok) return tell('paid', response);
    problem.textContent = `${response.error.description}. You can try again.`;
    tell('failed', response);
  } catch {
    problem.textContent = 'The sandbox did not answer. You can try again.';
  }
  for (const button of buttons) button.disabled = false;
  sheet.querySelector('.pay').focus();
}

for (const button of buttons) {
  button.addEventListener('click', () => {
    if ('dismiss' in button.dataset) tell('dismissed');
    else submit(button.dataset.outcome);
  });
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') tell('escaped');
});

addEventListener('click', ({ target }) => {
  if (!sheet.contains(target)) tell('backdrop');
});

(sheet.querySelector('.pay') ?? buttons[0]).focus();
