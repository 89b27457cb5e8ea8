/** What the popup says, in English and French. */
import type { Lang } from '../../ui/messages';

const en = {
  on: 'Read my drafts',
  onHint: 'On this device only. Nothing you type leaves it.',
  sites: 'Where',
  onSite: (site: string) => `On ${site}`,
  rules: 'Rules',
  pack: (version: string, count: string) => `Version ${version}, ${count} rules`,
  added: (name: string, version: string, count: string) =>
    `With ${name}, version ${version} (rules: ${count})`,
  shipped: 'As they came with the extension.',
  arrived: (when: string) => `In use since ${when}.`,
  checked: (when: string) => `Last checked ${when}.`,
  never: 'Never checked for newer ones yet.',
  stale: 'The rule server has been silent for long; the rules may be out of date.',
  refresh: 'Check now',
  refreshing: 'Checking…',
  failed: 'The last check did not succeed. The rules you have stay in use.',
  broken: 'Bedside cannot read drafts at the moment. Nothing is held back.',
  explain: 'Language',
  auto: 'As in the draft',
  practise: 'I practise in',
  asBrowser: 'As the browser’s language says',
  elsewhere: 'Not said',
  version: (v: string) => `Bedside ${v}`,
};

export type Words = typeof en;

const fr: Words = {
  on: 'Lire mes brouillons',
  onHint: 'Sur cet appareil seulement. Rien de ce que vous écrivez ne le quitte.',
  sites: 'Où',
  onSite: (site) => `Sur ${site}`,
  rules: 'Règles',
  pack: (version, count) => `Version ${version}, ${count} règles`,
  added: (name, version, count) => `Avec ${name}, version ${version} (règles : ${count})`,
  shipped: 'Telles que fournies avec l’extension.',
  arrived: (when) => `En service depuis le ${when}.`,
  checked: (when) => `Dernière vérification ${when}.`,
  never: 'Aucune vérification de mise à jour pour l’instant.',
  stale: 'Le serveur de règles se tait depuis longtemps; les règles sont peut-être dépassées.',
  refresh: 'Vérifier',
  refreshing: 'Vérification…',
  failed: 'La dernière vérification n’a pas abouti. Vos règles restent en service.',
  broken: 'Bedside ne peut pas lire les brouillons en ce moment. Rien n’est retenu.',
  explain: 'Langue',
  auto: 'Celle du brouillon',
  practise: 'Lieu d’exercice',
  asBrowser: 'Selon la langue du navigateur',
  elsewhere: 'Non précisé',
  version: (v) => `Bedside ${v}`,
};

export const words: Record<Lang, Words> = { en, fr };

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A moment as people say it: "2 hours ago", "just now". */
export function ago(then: number, now: number, lang: Lang): string {
  const format = new Intl.RelativeTimeFormat(lang);
  for (const [unit, length] of units) {
    if (now - then >= length) return format.format(-Math.floor((now - then) / length), unit);
  }
  return lang === 'fr' ? 'à l’instant' : 'just now';
}

/** A day as people write it: "25 November 2026". */
export function day(then: number, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', { dateStyle: 'long' }).format(
    then,
  );
}
