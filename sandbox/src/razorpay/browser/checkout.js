/*
 * The sandbox's stand-in for https://checkout.razorpay.com/v1/checkout.js: same options, same calls back, another page.
 * https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/
 */
(() => {
  const sandbox = new URL(document.currentScript.src).origin;

  class Razorpay {
    #options;
    #listeners = new Map();
    #dialog;
    #focusedBefore;

    constructor(options) {
      if (!options?.key) throw new Error('No key passed');
      this.#options = options;
    }

    on(event, listener) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      return this;
    }

    open() {
      if (this.#dialog) return this;
      this.#focusedBefore = document.activeElement;
      this.#dialog = dialogWith(pageAddress(this.#options), this.#options);
      addEventListener('message', this.#onMessage);
      addEventListener('keydown', this.#onKey);
      document.body.append(this.#dialog);
      return this;
    }

    close() {
      if (!this.#dialog) return;
      removeEventListener('message', this.#onMessage);
      removeEventListener('keydown', this.#onKey);
      const dialog = this.#dialog;
      this.#dialog = undefined;
      dialog.style.display = 'none';
      // The frame is still busy with the click or key that closed it; taking it away now can hang a driven browser.
      setTimeout(() => dialog.remove(), 500);
      this.#focusedBefore?.focus?.();
    }

    // Only the frame of this very dialog is listened to: any window can post messages.
    #onMessage = ({ origin, source, data }) => {
      const frame = this.#dialog?.querySelector('iframe');
      if (origin !== sandbox || source !== frame?.contentWindow) return;
      if (data?.type === 'paid') this.#succeed(data.response);
      if (data?.type === 'failed') this.#fail(data.response);
      if (data?.type === 'dismissed') this.#dismiss();
      if (data?.type === 'escaped') this.#escape();
      if (data?.type === 'backdrop' && this.#options.modal?.backdropclose === true) this.#dismiss();
    };

    #onKey = ({ key }) => {
      if (key === 'Escape') this.#escape();
    };

    #succeed(response) {
      this.close();
      this.#options.handler?.(response);
    }

    #fail(response) {
      for (const listener of this.#listeners.get('payment.failed') ?? []) listener(response);
      if (this.#options.retry?.enabled === false) this.#leave();
    }

    #escape() {
      if (this.#options.modal?.escape !== false) this.#dismiss();
    }

    #dismiss() {
      if (this.#options.modal?.confirm_close === true && !confirm('Do you want to leave this payment?')) return;
      this.#leave();
    }

    #leave() {
      this.close();
      this.#options.modal?.ondismiss?.();
    }
  }

  function pageAddress({ key, order_id, name, description, prefill, theme, notes }) {
    const address = new URL('/v1/checkout/public', sandbox);
    const parameters = {
      key_id: key,
      order_id,
      name,
      description,
      email: prefill?.email,
      contact: prefill?.contact,
      color: theme?.color,
      notes: notes && JSON.stringify(notes),
      origin: location.origin,
    };
    for (const [parameter, value] of Object.entries(parameters)) {
      if (value !== undefined && value !== null) address.searchParams.set(parameter, value);
    }
    return address.href;
  }

  function dialogWith(address, { theme }) {
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    dialog.setAttribute('aria-label', 'Razorpay Checkout (sandbox)');
    Object.assign(dialog.style, {
      position: 'fixed',
      inset: '0',
      zIndex: '2147483647',
      background: theme?.backdrop_color ?? 'rgba(0, 8, 20, 0.7)',
    });
    const frame = document.createElement('iframe');
    frame.title = 'Razorpay Checkout (sandbox)';
    frame.src = address;
    Object.assign(frame.style, { width: '100%', height: '100%', border: '0' });
    frame.addEventListener('load', () => frame.focus());
    dialog.append(frame);
    return dialog;
  }

  window.Razorpay = Razorpay;
})();
