// The words of the interface, by language; what a catalogue lacks is shown in English.
import ar from '../messages/ar.json';
import en from '../messages/en.json';
import { address } from './address.svelte';

type Catalogue = Record<string, string>;
export type Word = keyof typeof en;

const catalogues: Record<string, Catalogue> = { en, ar };
export const languages: Record<string, string> = { en: 'English', ar: 'العربية' };
const RIGHT_TO_LEFT = ['ar'];

export function language(): string {
  const chosen = address.get('lang', 'en');
  return chosen in catalogues ? chosen : 'en';
}

export function direction(): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language()) ? 'rtl' : 'ltr';
}

/** The message of a key that may be in no catalogue, such as the name of one case's lever. */
export function named(key: string, otherwise: string): string {
  return catalogues[language()]?.[key] ?? (en as Catalogue)[key] ?? otherwise;
}

/** A name with a capital: countries stand in a case by their ids. */
export function capital(name: string): string {
  return name.replace(/^./, (letter) => letter.toUpperCase());
}

/** A message; {name} in it is replaced by the value of that name. */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  const text = catalogues[language()]?.[word] ?? en[word];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
