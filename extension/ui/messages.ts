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
  ignoreHint: string;
  clause: string;
  moreClauses(n: number): string;
  newTab: string;
  addsUp: string;
  suggestion: string;
  suggestions: string;
  removed: string;
  assumes: string;
  /** How many people fit; counts come already written out in the language. */
  fit(k: number, count: string, where: string): string;
  fitRange(low: string, high: string, among: string): string;
  few: string;
  many: string;
  gateTitle: string;
  gateLead(findings: number): string;
  gateAsk: string;
  gateEdits(n: number): string;
  editMyself: string;
  postAnyway: string;
  gateFoot: string;
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
  ignore: 'Ignore',
  ignoreHint: 'Do not warn about this in this draft',
  clause: 'Clause',
  moreClauses: (n) => `${n} more clauses`,
  newTab: '(opens in a new tab)',
  addsUp: 'What adds up',
  suggestion: 'Suggested edit',
  suggestions: 'Suggested edits',
  removed: '(removed)',
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
  gateLead: (n) =>
    n === 1
      ? 'One thing in this draft may let somebody be recognised, or may do harm:'
      : `${n} things in this draft may let somebody be recognised, or may do harm:`,
  gateAsk: 'Ask yourself',
  gateEdits: (n) => `Make these ${n} changes`,
  editMyself: 'Edit it myself',
  postAnyway: 'Post anyway',
  gateFoot: 'You decide. Nothing has been sent anywhere.',
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
  ignore: 'Ignorer',
  ignoreHint: 'Ne plus signaler ceci dans ce brouillon',
  clause: 'Article',
  moreClauses: (n) => `${n} autres articles`,
  newTab: '(s’ouvre dans un nouvel onglet)',
  addsUp: 'Ce qui s’additionne',
  suggestion: 'Modification proposée',
  suggestions: 'Modifications proposées',
  removed: '(retiré)',
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
  gateLead: (n) =>
    n === 1
      ? 'Un élément de ce brouillon pourrait permettre de reconnaître quelqu’un ou causer du tort\u00a0:'
      : `${n} éléments de ce brouillon pourraient permettre de reconnaître quelqu’un ou causer du tort\u00a0:`,
  gateAsk: 'Demandez-vous',
  gateEdits: (n) => `Faire ces ${n} modifications`,
  editMyself: 'Modifier moi-même',
  postAnyway: 'Publier quand même',
  gateFoot: 'La décision vous revient. Rien n’a été transmis.',
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

/** 165000 as "165,000" or "165 000". */
export function count(n: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'fr' ? 'fr-CA' : 'en-CA').format(Math.round(n));
}
