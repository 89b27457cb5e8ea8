/**
 * What the shared interface says, in English and French. Explanations of findings are
 * not here: they come with the rules, in the report.
 */
import type { Verdict } from '../lib/report';
import type { Audience } from '../lib/sites/site';

export type Lang = 'en' | 'fr';

export interface Messages {
  verdict: Record<Verdict, string>;
  /** A name for a detail of a story, by the label that follows "reid." or "identifier.". */
  factor: Record<string, string>;
  close: string;
  ignore: string;
  ignoreHere: string;
  ignoreWord(word: string): string;
  ignoreRule(site: string): string;
  notPatient: string;
  consent: string;
  said: Record<'notPatient' | 'consent', string>;
  takeBack: string;
  ignored(n: number): string;
  showAgain: string;
  previous: string;
  next: string;
  place(at: number, of: number): string;
  all: string;
  /** Of a draft: how many findings, for its corner and its summary. */
  findings(n: number): string;
  keysHint: string;
  clause: string;
  moreClauses(n: number): string;
  newTab: string;
  addsUp: string;
  suggestion: string;
  suggestions: string;
  removed: string;
  moreEdits(n: number): string;
  /** How many people fit after an edit. */
  widens(count: string): string;
  assumes: string;
  /** How many people fit; counts come already written out in the language. */
  fit(k: number, count: string, where: string): string;
  fitRange(low: string, high: string, among: string): string;
  few: string;
  many: string;
  gateTitle: string;
  /** Of what is held; `of` says whether it could identify a patient, do harm, or both. */
  gateLead(findings: number, of: 'identity' | 'harm' | 'both'): string;
  gateAsk: string;
  gateEdits(n: number): string;
  editMyself: string;
  postAnyway: string;
  gateFoot: string;
  gateReason: string;
  gateReasonKept: string;
  goBack: string;
  posting(seconds: number): string;
  undo: string;
  postNow: string;
  /** Who will read it. */
  gateAudience: Record<Audience, string>;
}

const en: Messages = {
  verdict: { stop: 'Please pause', caution: 'Take care', nudge: 'A thought', clear: 'All clear' },
  factor: {
    age: 'age',
    sex: 'sex',
    place: 'place',
    time: 'time',
    occupation: 'occupation',
    condition: 'condition',
    event: 'event',
    relation: 'relation',
    trait: 'trait',
    name: 'name',
    contact: 'contact',
    date: 'date',
    number: 'number',
  },
  close: 'Close',
  ignore: 'Ignore…',
  ignoreHere: 'Here, this once',
  ignoreWord: (word) => `“${word}”, from now on`,
  ignoreRule: (site) => `This kind of warning on ${site}`,
  notPatient: 'Not a patient',
  consent: 'I have written consent',
  said: {
    notPatient: 'You said that this is not about a patient.',
    consent: 'You said that the patient agreed in writing.',
  },
  takeBack: 'Take back',
  ignored: (n) => (n === 1 ? 'You ignored one thing here.' : `You ignored ${n} things here.`),
  showAgain: 'Show again',
  previous: 'Previous',
  next: 'Next',
  place: (at, of) => `${at} of ${of}`,
  all: 'show all',
  findings: (n) =>
    n === 0 ? 'Nothing to look at' : n === 1 ? '1 thing to look at' : `${n} things to look at`,
  keysHint: 'Alt+↓ and Alt+↑ go through them.',
  clause: 'Clause',
  moreClauses: (n) => `${n} more clauses`,
  newTab: '(opens in a new tab)',
  addsUp: 'What adds up',
  suggestion: 'Suggested edit',
  suggestions: 'Suggested edits',
  removed: '(removed)',
  moreEdits: (n) => (n === 1 ? '1 other edit' : `${n} other edits`),
  widens: (n) => `then about ${n} fit`,
  assumes: 'How this was counted',
  fit: (k, count, where) => {
    const place = where && ` in ${where}`;
    return k <= 1
      ? `Perhaps only one person${place} fits this.`
      : `About ${count} people${place} fit this.`;
  },
  fitRange: (low, high, among) => `Between ${low} and ${high}, of ${among}`,
  few: 'one person',
  many: 'a crowd',
  gateTitle: 'A moment before you post',
  gateLead: (n, of) => {
    const what = n === 1 ? 'This' : `These ${n} things`;
    if (of === 'identity') return `${what} could let a patient be recognised:`;
    return of === 'harm' ? `${what} may do harm:` : `${what} could identify a patient or do harm:`;
  },
  gateAsk: 'Ask yourself',
  gateEdits: (n) => `Make these ${n} changes`,
  editMyself: 'Edit it myself',
  postAnyway: 'Post anyway',
  gateFoot: 'You decide. Nothing has been sent anywhere.',
  gateReason: 'Your organisation asks why. It stays on this device.',
  gateReasonKept: 'Why post it as it is?',
  goBack: 'Back',
  posting: (s) => (s === 1 ? 'Posting in 1 second' : `Posting in ${s} seconds`),
  undo: 'Undo',
  postNow: 'Post now',
  gateAudience: {
    everyone: 'Everyone can read what is posted here.',
    some: 'Those you share with can read it, and pass it on.',
    one: 'It is for one conversation, and can be passed on from there.',
  },
};

const fr: Messages = {
  verdict: {
    stop: 'Un instant',
    caution: 'Prudence',
    nudge: 'À considérer',
    clear: 'Rien à signaler',
  },
  factor: {
    age: 'âge',
    sex: 'sexe',
    place: 'lieu',
    time: 'moment',
    occupation: 'profession',
    condition: 'maladie',
    event: 'événement',
    relation: 'parenté',
    trait: 'particularité',
    name: 'nom',
    contact: 'coordonnées',
    date: 'date',
    number: 'numéro',
  },
  close: 'Fermer',
  ignore: 'Ignorer…',
  ignoreHere: 'Ici, cette fois',
  ignoreWord: (word) => `«\u00a0${word}\u00a0», désormais`,
  ignoreRule: (site) => `Ce type d’avertissement sur ${site}`,
  notPatient: 'Pas un patient',
  consent: 'J’ai un consentement écrit',
  said: {
    notPatient: 'Vous avez indiqué qu’il ne s’agit pas d’un patient.',
    consent: 'Vous avez indiqué que le patient a consenti par écrit.',
  },
  takeBack: 'Annuler',
  ignored: (n) =>
    n === 1 ? 'Vous avez ignoré un élément ici.' : `Vous avez ignoré ${n} éléments ici.`,
  showAgain: 'Réafficher',
  previous: 'Précédent',
  next: 'Suivant',
  place: (at, of) => `${at} sur ${of}`,
  all: 'tout afficher',
  findings: (n) =>
    n === 0 ? 'Rien à revoir' : n === 1 ? '1 élément à revoir' : `${n} éléments à revoir`,
  keysHint: 'Alt+↓ et Alt+↑ passent de l’un à l’autre.',
  clause: 'Article',
  moreClauses: (n) => `${n} autres articles`,
  newTab: '(s’ouvre dans un nouvel onglet)',
  addsUp: 'Ce qui s’additionne',
  suggestion: 'Modification proposée',
  suggestions: 'Modifications proposées',
  removed: '(retiré)',
  moreEdits: (n) => (n === 1 ? '1 autre modification' : `${n} autres modifications`),
  widens: (n) => `puis environ ${n} correspondent`,
  assumes: 'Comment on a compté',
  fit: (k, count, where) => {
    const place = where && `${where}\u00a0: `;
    const said =
      k <= 1
        ? 'une seule personne, peut-être, correspond à ceci.'
        : `environ ${count} personnes correspondent à ceci.`;
    return place ? place + said : said.charAt(0).toUpperCase() + said.slice(1);
  },
  fitRange: (low, high, among) => `Entre ${low} et ${high}, sur ${among}`,
  few: 'une personne',
  many: 'une foule',
  gateTitle: 'Un instant avant de publier',
  gateLead: (n, of) => {
    const [what, may] = n === 1 ? ['Ceci', 'pourrait'] : [`Ces ${n} éléments`, 'pourraient'];
    const risk = {
      identity: 'permettre de reconnaître un patient',
      harm: 'causer du tort',
      both: 'identifier un patient ou causer du tort',
    }[of];
    return `${what} ${may} ${risk}\u00a0:`;
  },
  gateAsk: 'Demandez-vous',
  gateEdits: (n) => `Faire ces ${n} modifications`,
  editMyself: 'Modifier moi-même',
  postAnyway: 'Publier quand même',
  gateFoot: 'La décision vous revient. Rien n’a été transmis.',
  gateReason: 'Votre organisation demande pourquoi. La réponse reste sur cet appareil.',
  gateReasonKept: 'Pourquoi publier tel quel?',
  goBack: 'Retour',
  posting: (s) => (s <= 1 ? 'Publication dans 1 seconde' : `Publication dans ${s} secondes`),
  undo: 'Annuler',
  postNow: 'Publier maintenant',
  gateAudience: {
    everyone: 'Tout le monde peut lire ce qui est publié ici.',
    some: 'Les personnes avec qui vous partagez peuvent le lire, et le transmettre.',
    one: 'Ce message va à une seule conversation, mais peut être transmis.',
  },
};

export const messages: Record<Lang, Messages> = { en, fr };

/** The language to speak for a BCP 47 tag such as "fr-CA"; English where there is none. */
export function langOf(tag: string): Lang {
  return /^fr\b/i.test(tag) ? 'fr' : 'en';
}

/** "reid.age" as a word for people: "age". */
export function factorName(label: string, lang: Lang): string {
  const key = label.slice(label.lastIndexOf('.') + 1);
  return messages[lang].factor[key] ?? key;
}

/** 165000 as "165,000" or "165 000". Intl's own takes a page's first card some 7 ms to get. */
export function count(n: number, lang: Lang): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, lang === 'fr' ? '\u00a0' : ',');
}
