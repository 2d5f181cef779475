import { LOCALE } from '../i18n/start-i18n.ts';
import { formatter } from './format.ts';

const format = formatter(LOCALE);

/** The formats of the language in use. */
export const useFormat = () => format;
