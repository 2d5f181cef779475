import { use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { english } from './resources.ts';

/** The only language so far. Formats follow it too, with the conventions of India, where prices are in rupees. */
export const LOCALE = 'en-IN';

export function startI18n(): Promise<unknown> {
  return use(initReactI18next).init({
    lng: 'en',
    resources: { en: english },
    defaultNS: 'common',
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
}
