/** What the playground says, in English and French. */

import type { Severity } from '../../../extension/lib/report';
import type { Lang } from '../../../extension/ui/messages';

export interface Words {
  title: string;
  tagline: string;
  what: string;
  language: string;
  rulesFor: string;
  places: Record<string, string>;
  private: string;
  howToCheck: string;
  checks: { title: string; text: string }[];
  knock: string;
  knocked: string;
  knockedThrough: string;
  draft: string;
  placeholder: string;
  avatar: string;
  post: string;
  read(time: string): string;
  loading: string;
  posted: string;
  postedOver: string;
  edited(undo: string): string;
  notEdited: string;
  samples: string;
  otherLanguage: string;
  findings: string;
  found(n: number): string;
  emptyTitle: string;
  legend: Record<Severity, string>;
  hint: string;
  clearTitle: string;
  clearText: string;
  explain: string;
  ignored(n: number): string;
  bringBack: string;
  broken: string;
  again: string;
  reasons: { title: string; text: string }[];
  getIt: string;
  getItText: string;
  source: string;
  rules: string;
  licence: string;
  pack(name: string, version: string, rules: number): string;
  checked(ago: string): string;
  good(until: string): string;
  trust: string;
}

const en: Words = {
  title: 'Bedside: a second pair of eyes before you post',
  tagline: 'A second pair of eyes before you post',
  what: 'Bedside reads a clinician’s draft as it is typed, shows what in it could identify a patient or touch a professional duty, and offers the smallest edit that makes it safe.',
  language: 'Language',
  rulesFor: 'Rules for',
  places: {
    '': 'anywhere',
    CA: 'Canada',
    'CA-ON': 'Ontario',
    'CA-QC': 'Québec',
    US: 'United States',
    UK: 'United Kingdom',
    AU: 'Australia',
    FR: 'France',
  },
  private: 'Nothing you type leaves this page.',
  howToCheck: 'How to check',
  checks: [
    {
      title: 'The page has closed its own door',
      text: 'Your draft is read by a module inside this tab. Once module and rules had arrived, the page set its Content-Security-Policy to connect-src ‘none’: until you reload, your browser refuses every request it tries to make.',
    },
    {
      title: 'Watch it',
      text: 'Open the developer tools (F12), choose Network, and type. The list stays empty. Or switch your connection off: everything here goes on working.',
    },
    {
      title: 'Who is trusted',
      text: 'The rules are signed, and checked in your browser before use. This page trusts the root key of the server it came from; the extension brings its own.',
    },
  ],
  knock: 'Try to send something',
  knocked: 'Refused by your browser: connect-src ‘none’.',
  knockedThrough: 'The request went out. This page is not as closed as it should be.',
  draft: 'Your draft',
  placeholder: 'Write a post, or choose one below…',
  avatar: 'You',
  post: 'Post',
  read: (time) => `read in ${time} on this device`,
  loading: 'Fetching the rules…',
  posted: 'This would be posted now. Here it is only a demonstration: nothing was sent.',
  postedOver:
    'This would be posted as it stands. Here it is only a demonstration: nothing was sent.',
  edited: (undo) => `Done. ${undo} takes it back.`,
  notEdited: 'The draft has changed meanwhile, so nothing was edited.',
  samples: 'Try one of these',
  otherLanguage: 'in French',
  findings: 'What Bedside sees',
  found: (n) => (n === 1 ? '1 thing to look at' : `${n} things to look at`),
  emptyTitle: 'It underlines, you decide',
  legend: {
    stop: 'could identify a patient or do harm. Post waits for your second look.',
    caution: 'a professional risk, with the clause that says so.',
    nudge: 'legitimate, and worth a second thought.',
  },
  hint: 'Point at underlined words to see why, or press Alt+↓.',
  clearTitle: 'Nothing to look at',
  clearText: 'Bedside is quiet when there is nothing to say.',
  explain: 'Show in the draft',
  ignored: (n) => (n === 1 ? '1 warning ignored.' : `${n} warnings ignored.`),
  bringBack: 'Bring back',
  broken: 'The rules could not be loaded, so this draft is not being read.',
  again: 'Try again',
  reasons: [
    {
      title: 'Names are the small part',
      text: 'Age, town, night and an odd event are often enough for a neighbour. Bedside adds such details up and says how many people still fit.',
    },
    {
      title: 'Never without the clause',
      text: 'Each finding cites what it rests on: HIPAA, the CMA and GMC codes, your College’s policy. In plain words, and it says “may”.',
    },
    {
      title: 'Always your decision',
      text: 'One click makes the edit, one key takes it back. “Post anyway” is always there.',
    },
  ],
  getIt: 'Get the extension',
  getItText: 'The same reading while you write wherever clinicians post, in Chrome and Firefox.',
  source: 'Source',
  rules: 'The rules',
  licence: 'Apache 2.0, free for everyone',
  pack: (name, version, rules) => `Rules “${name}”, version ${version}: ${rules} rules`,
  checked: (ago) => `signature checked ${ago}`,
  good: (until) => `good until ${until}`,
  trust: 'It is no legal advice, it misses things, and all samples are invented.',
};

const fr: Words = {
  title: 'Bedside\u00a0: un second regard avant de publier',
  tagline: 'Un second regard avant de publier',
  what: 'Bedside lit le brouillon d’un soignant pendant la frappe, montre ce qui pourrait identifier un patient ou toucher un devoir professionnel, et propose la plus petite modification qui le rend sûr.',
  language: 'Langue',
  rulesFor: 'Règles pour',
  places: {
    '': 'tous pays',
    CA: 'Canada',
    'CA-ON': 'Ontario',
    'CA-QC': 'Québec',
    US: 'États-Unis',
    UK: 'Royaume-Uni',
    AU: 'Australie',
    FR: 'France',
  },
  private: 'Rien de ce que vous écrivez ne quitte cette page.',
  howToCheck: 'Comment le vérifier',
  checks: [
    {
      title: 'La page a fermé sa propre porte',
      text: 'Votre brouillon est lu par un module dans cet onglet. Une fois le module et les règles arrivés, la page a réglé sa Content-Security-Policy à connect-src «\u00a0none\u00a0»\u00a0: jusqu’au rechargement, votre navigateur refuse toute requête.',
    },
    {
      title: 'Observez',
      text: 'Ouvrez les outils de développement (F12), onglet Réseau, et écrivez. La liste reste vide. Ou coupez votre connexion\u00a0: tout continue de fonctionner.',
    },
    {
      title: 'À qui se fier',
      text: 'Les règles sont signées et vérifiées dans votre navigateur. Cette page se fie à la clé racine du serveur d’où elle vient\u00a0; l’extension apporte la sienne.',
    },
  ],
  knock: 'Essayer d’envoyer quelque chose',
  knocked: 'Refusé par votre navigateur\u00a0: connect-src «\u00a0none\u00a0».',
  knockedThrough: 'La requête est partie. Cette page n’est pas aussi fermée qu’elle le devrait.',
  draft: 'Votre brouillon',
  placeholder: 'Écrivez une publication, ou choisissez-en une plus bas…',
  avatar: 'Moi',
  post: 'Publier',
  read: (time) => `lu en ${time} sur cet appareil`,
  loading: 'Chargement des règles…',
  posted: 'Ceci serait publié maintenant. C’est une démonstration\u00a0: rien n’a été envoyé.',
  postedOver: 'Ceci serait publié tel quel. C’est une démonstration\u00a0: rien n’a été envoyé.',
  edited: (undo) => `C’est fait. ${undo} annule.`,
  notEdited: 'Le brouillon a changé entre-temps\u00a0; rien n’a été modifié.',
  samples: 'Essayez un exemple',
  otherLanguage: 'en anglais',
  findings: 'Ce que Bedside voit',
  found: (n) => (n === 1 ? '1 point à regarder' : `${n} points à regarder`),
  emptyTitle: 'Bedside souligne, vous décidez',
  legend: {
    stop: 'pourrait identifier un patient ou nuire. La publication attend votre second regard.',
    caution: 'un risque professionnel, avec l’article qui le dit.',
    nudge: 'légitime, mais mérite réflexion.',
  },
  hint: 'Pointez les mots soulignés pour savoir pourquoi, ou appuyez sur Alt+↓.',
  clearTitle: 'Rien à regarder',
  clearText: 'Bedside se tait quand il n’y a rien à dire.',
  explain: 'Montrer dans le brouillon',
  ignored: (n) => (n === 1 ? '1 avertissement ignoré.' : `${n} avertissements ignorés.`),
  bringBack: 'Rétablir',
  broken: 'Les règles n’ont pas pu être chargées\u00a0; ce brouillon n’est donc pas lu.',
  again: 'Réessayer',
  reasons: [
    {
      title: 'Le nom, c’est le moins',
      text: 'L’âge, la ville, la nuit et un fait insolite suffisent souvent à un voisin. Bedside additionne ces détails et dit combien de personnes y correspondent encore.',
    },
    {
      title: 'Jamais sans l’article',
      text: 'Chaque remarque cite sa source\u00a0: le Code de déontologie, l’AMC, la loi. En mots simples, et au conditionnel.',
    },
    {
      title: 'Toujours votre décision',
      text: 'Un clic fait la modification, une touche l’annule. «\u00a0Publier quand même\u00a0» est toujours là.',
    },
  ],
  getIt: 'Obtenir l’extension',
  getItText:
    'La même lecture pendant que vous écrivez là où les soignants publient, dans Chrome et Firefox.',
  source: 'Code source',
  rules: 'Les règles',
  licence: 'Apache 2.0, libre pour tous',
  pack: (name, version, rules) =>
    `Règles «\u00a0${name}\u00a0», version ${version}\u00a0: ${rules} règles`,
  checked: (ago) => `signature vérifiée ${ago}`,
  good: (until) => `valable jusqu’au ${until}`,
  trust:
    'Ce n’est pas un avis juridique, il manque des choses, et tous les exemples sont inventés.',
};

export const words: Record<Lang, Words> = { en, fr };

/** A time a person can picture: "0.4 ms", "under 0.1 ms". `ms` is in milliseconds. */
export function duration(ms: number, lang: Lang): string {
  const digits = ms < 10 ? 1 : 0;
  const n = new Intl.NumberFormat(lang, { maximumFractionDigits: digits });
  if (ms < 0.1) return lang === 'fr' ? `moins de ${n.format(0.1)} ms` : `under ${n.format(0.1)} ms`;
  return `${n.format(ms)} ms`;
}

/** How long ago, in whole minutes or hours. */
export function ago(since: number, now: number, lang: Lang): string {
  const minutes = Math.floor((now - since) / 60_000);
  const words = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  if (minutes < 1) return lang === 'fr' ? 'à l’instant' : 'just now';
  return minutes < 60
    ? words.format(-minutes, 'minute')
    : words.format(-Math.floor(minutes / 60), 'hour');
}

export function day(date: string, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', { dateStyle: 'long' }).format(
    new Date(date),
  );
}
