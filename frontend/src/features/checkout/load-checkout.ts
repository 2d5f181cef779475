import { z } from 'zod';

/** What the static server knows of this installation. */
const SiteConfig = z.object({ checkoutScriptUrl: z.url(), instance: z.string() });

let loading: Promise<NonNullable<Window['Razorpay']>> | undefined;

/** Loads the script of the checkout, once; a failure may be tried again. */
export function loadCheckout(): Promise<NonNullable<Window['Razorpay']>> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<NonNullable<Window['Razorpay']>> {
  const response = await fetch('/config.json');
  const { checkoutScriptUrl } = SiteConfig.parse(await response.json());
  await runScript(checkoutScriptUrl);
  if (window.Razorpay === undefined) throw new Error(`${checkoutScriptUrl} is no Razorpay checkout`);
  return window.Razorpay;
}

function runScript(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${address} cannot be loaded`));
    };
    document.head.append(script);
  });
}
