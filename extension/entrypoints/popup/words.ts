/** What the popup says, in English and French. */
import type { Fit, RollOut } from '../../lib/protocol';
import type { Lang } from '../../ui/messages';

const en = {
  on: 'Read my drafts',
  onHint: 'On this device only. Nothing you type leaves it.',
  here: 'This page',
  unread: (host: string) => `${host} is not among the sites that Bedside knows.`,
  addSite: 'Read my drafts here too',
  fit: {
    good: 'Read as it should be.',
    idle: 'Nothing written here yet.',
    'unknown field': 'The field you write in is new to Bedside, so it is not read.',
    'no post control': 'Drafts are read, but the Post button was not found; only keys are held.',
  } satisfies Record<Fit['fit'], string>,
  sites: 'Where',
  sitesOn: (on: number, of: number) => `${on} of ${of} sites`,
  onSite: (site: string) => `On ${site}`,
  rules: 'Rules',
  pack: (version: string, count: string) => `Version ${version}, ${count} rules`,
  added: (name: string, version: string, count: string) =>
    `With ${name}, version ${version} (rules: ${count})`,
  shipped: 'As they came with the extension.',
  arrived: (when: string, age: string) => `In use since ${when} (${age}).`,
  changed: (version: string, count: string, more: number) =>
    `It took the place of version ${version} with ${count} rules${
      more === 0 ? '' : more > 0 ? `: ${more} more` : `: ${-more} fewer`
    }.`,
  checked: (when: string) => `Last checked ${when}.`,
  never: 'Never checked for newer ones yet.',
  channel: (name: string) => `Channel: ${name}.`,
  rollOut: {
    withdrawn: 'The publisher took the newest rules back; those that came with Bedside are in use.',
    'roll-out':
      'Newer rules go out step by step, and it is not your turn yet. Until then these stay in use.',
    minimum: 'There are newer rules for a later version of Bedside; an update brings them.',
  } satisfies Record<NonNullable<RollOut['none']>, string>,
  share: (percent: string, waits: boolean) =>
    waits
      ? `Newer rules go out step by step: now for ${percent} of users; your turn has not come yet. Until then these stay in use.`
      : `These rules go out step by step: now for ${percent} of users; your turn has come.`,
  reason: (said: string) => `Why: “${said}”.`,
  off: (n: number) =>
    n === 1
      ? 'The publisher has switched off one rule.'
      : `The publisher has switched off ${n} rules.`,
  stale: 'The rule server has been silent for long; the rules may be out of date.',
  refresh: 'Check now',
  refreshing: 'Checking…',
  failed: 'The last check did not succeed. The rules you have stay in use.',
  broken: 'Bedside cannot read drafts at the moment. Nothing is held back.',
  settings: 'Settings',
  practise: 'Practise',
  locked: (by: string | undefined) => (by ? `Set by ${by}.` : 'Set by your organisation.'),
  version: (v: string) => `Bedside ${v}`,
};

export type Words = typeof en;

const fr: Words = {
  on: 'Lire mes brouillons',
  onHint: 'Sur cet appareil seulement. Rien de ce que vous écrivez ne le quitte.',
  here: 'Cette page',
  unread: (host) => `${host} ne fait pas partie des sites que Bedside connaît.`,
  addSite: 'Lire mes brouillons ici aussi',
  fit: {
    good: 'Lu comme il se doit.',
    idle: 'Rien d’écrit ici pour l’instant.',
    'unknown field': 'Bedside ne connaît pas le champ où vous écrivez; il n’est pas lu.',
    'no post control':
      'Les brouillons sont lus, mais le bouton Publier est introuvable; seules les touches sont retenues.',
  },
  sites: 'Où',
  sitesOn: (on, of) => `${on} sites sur ${of}`,
  onSite: (site) => `Sur ${site}`,
  rules: 'Règles',
  pack: (version, count) => `Version ${version}, ${count} règles`,
  added: (name, version, count) => `Avec ${name}, version ${version} (règles : ${count})`,
  shipped: 'Telles que fournies avec l’extension.',
  arrived: (when, age) => `En service depuis le ${when} (${age}).`,
  changed: (version, count, more) =>
    `Elle remplace la version ${version} et ses ${count} règles${
      more === 0 ? '' : more > 0 ? `\u00a0: ${more} de plus` : `\u00a0: ${-more} de moins`
    }.`,
  checked: (when) => `Dernière vérification ${when}.`,
  never: 'Aucune vérification de mise à jour pour l’instant.',
  channel: (name) => `Canal\u00a0: ${name}.`,
  rollOut: {
    withdrawn:
      'L’éditeur a retiré les dernières règles; celles fournies avec Bedside sont en service.',
    'roll-out':
      'De nouvelles règles sont diffusées par étapes et ce n’est pas encore votre tour. D’ici là, celles-ci restent en service.',
    minimum:
      'De nouvelles règles demandent une version plus récente de Bedside; une mise à jour les apportera.',
  },
  share: (percent, waits) =>
    waits
      ? `De nouvelles règles sont diffusées par étapes\u00a0: à ${percent} des utilisateurs pour l’instant; votre tour n’est pas encore venu. D’ici là, celles-ci restent en service.`
      : `Ces règles sont diffusées par étapes\u00a0: à ${percent} des utilisateurs pour l’instant; votre tour est venu.`,
  reason: (said) => `Motif\u00a0: «\u00a0${said}\u00a0».`,
  off: (n) => (n === 1 ? 'L’éditeur a désactivé une règle.' : `L’éditeur a désactivé ${n} règles.`),
  stale: 'Le serveur de règles se tait depuis longtemps; les règles sont peut-être dépassées.',
  refresh: 'Vérifier',
  refreshing: 'Vérification…',
  failed: 'La dernière vérification n’a pas abouti. Vos règles restent en service.',
  broken: 'Bedside ne peut pas lire les brouillons en ce moment. Rien n’est retenu.',
  settings: 'Réglages',
  practise: 'S’exercer',
  locked: (by) => (by ? `Fixé par ${by}.` : 'Fixé par votre organisation.'),
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
