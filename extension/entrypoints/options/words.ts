/** What the settings page says, in English and French. */
import type { Category } from '../../lib/categories';
import type { Settings, SiteSettings } from '../../lib/settings';
import type { Refusal } from '../../lib/transfer';
import type { Lang } from '../../ui/messages';

const en = {
  title: 'Settings',
  lead: 'Kept on this device, and as soon as you choose.',
  saved: 'Saved.',
  locked: (by: string | undefined) => (by ? `Set by ${by}.` : 'Set by your organisation.'),
  practise: 'Practise on five posts',
  foot: (version: string) =>
    `Bedside ${version}. What it says is guidance, neither legal nor medical advice.`,

  managed: (by: string | undefined) => (by ? `Managed by ${by}` : 'Managed by your organisation'),
  managedHint: 'What it has set shows a lock. It learns nothing of what you write.',
  policy: 'Its guidance on social media',
  reasonsAsked: 'It asks for a reason when a held post goes out all the same.',
  updatesFrom: (host: string) => `Rules come from ${host}.`,
  refused: (names: string) => `Parts of its policy cannot be used and are left out: ${names}.`,

  author: 'About you',
  role: 'I am a',
  roles: {
    physician: 'physician',
    nurse: 'nurse',
    trainee: 'student or trainee',
    other: 'another professional',
  } satisfies Record<Settings['role'], string>,
  traineeHint: 'Patients and pictures of them count for more, and every picture brings a reminder.',
  where: 'I practise in',
  asBrowser: 'As the browser’s language says',
  notSaid: 'Rather not say',
  college: 'Its rules and clauses come first. Your regulator:',
  lang: 'Language',
  asDraft: 'As in the draft',
  names: 'My name and my colleagues’, one a line',
  namesHint: 'Never taken for a patient’s. They stay on this device.',

  hearing: 'What you hear of',
  sensitivity: 'How much to say',
  sensitivities: { less: 'Less', usual: 'As usual', more: 'More' } satisfies Record<
    Settings['sensitivity'],
    string
  >,
  sensitivityHint: {
    less: 'No hints, only what may need care or a pause. More may be missed.',
    usual: 'Speaks up when it is fairly sure.',
    more: 'Speaks up sooner. More warnings, also where nothing is wrong.',
  } satisfies Record<Settings['sensitivity'], string>,
  noStories: 'No patient stories',
  noStoriesHint: 'Any mention of one patient is underlined, however little it says.',
  categories: 'Topics',
  categoriesOn: (on: number, of: number) => (on === of ? 'all on' : `${on} of ${of} on`),
  category: {
    'identifier.name': 'Patients’ names',
    'identifier.number': 'Chart, health card and other numbers',
    'identifier.contact': 'Phone numbers, addresses, accounts',
    'identifier.date': 'Dates of birth, admission, death',
    'identifier.age': 'Ages over 89',
    'identifier.place': 'Rooms, streets and small places',
    reidentification: 'Stories whose details add up to one person',
    'patient-mention': 'Any mention of one patient',
    'patient-media': 'Pictures and recordings',
    'medical-advice': 'Advice to one person',
    boundary: 'Boundaries with patients',
    misinformation: 'Claims against the evidence',
    disparagement: 'Demeaning words',
    unprofessional: 'Unprofessional words',
    'confidential-workplace': 'Workplace secrets',
    'conflict-of-interest': 'Promotion without disclosure',
    jurisdiction: 'Rules of one country told as if they held everywhere',
  } satisfies Record<Category, string>,
  words: 'Words to leave alone, one a line',
  wordsHint: 'Nothing is said when such a word alone is underlined. Never a patient’s name.',

  sites: 'Where',
  sitesHint:
    'A personal account hears less of where its advice holds, a professional one more of tone.',
  readHere: (site: string) => `Read drafts on ${site}`,
  purpose: (site: string) => `My account on ${site} is`,
  remove: (site: string) => `No longer read on ${site}`,
  purposes: {
    mixed: 'any account',
    personal: 'personal account',
    professional: 'professional account',
  } satisfies Record<SiteSettings['purpose'], string>,
  hushed: (n: number) =>
    n === 1 ? 'One kind of warning is ignored here.' : `${n} kinds of warnings are ignored here.`,
  heed: 'Hear of them again',

  posting: 'Posting',
  delay: 'After “post anyway”, wait',
  delayHint: 'Time to take it back.',
  seconds: (s: number) => (s === 0 ? 'not at all' : `${s} seconds`),
  badge: 'Count at the corner',
  badgeHint: 'How many things there are to look at, where you write.',
  reasons: (n: number) => (n === 1 ? 'One reason kept here' : `${n} reasons kept here`),
  moment: (at: number) =>
    new Intl.DateTimeFormat('en-CA', { dateStyle: 'medium', timeStyle: 'short' }).format(at),
  clearReasons: 'Forget them',

  device: 'This device',
  sync: 'Take settings to my other devices',
  syncHint: 'With your browser’s account. Names and words stay here.',
  export: 'Save as a file',
  import: 'Read from a file',
  reset: 'Reset all',
  resetSure: 'Yes, as they came',
  keep: 'Keep them',
  refusal: (file: string, refusal: Refusal): string => {
    const left = 'Your settings are as they were.';
    switch (refusal.why) {
      case 'json':
        return `${file} is damaged or no settings file: it is not JSON. ${left}`;
      case 'other':
        return `${file} holds no settings of Bedside. ${left}`;
      case 'newer':
        return `${file} comes from a newer Bedside; update this one first. ${left}`;
      case 'value':
        return `In ${file}, “${refusal.name}” is ${refusal.found} where ${oneOf(refusal.wanted, 'or')} is wanted. ${left}`;
    }
  },
};

export type Words = typeof en;

const fr: Words = {
  title: 'Réglages',
  lead: 'Conservés sur cet appareil, dès que vous choisissez.',
  saved: 'Enregistré.',
  locked: (by) => (by ? `Fixé par ${by}.` : 'Fixé par votre organisation.'),
  practise: 'S’exercer sur cinq messages',
  foot: (version) =>
    `Bedside ${version}. Ce qu’il dit oriente; ce n’est un avis ni juridique ni médical.`,

  managed: (by) => (by ? `Géré par ${by}` : 'Géré par votre organisation'),
  managedHint: 'Ce qu’elle a fixé porte un cadenas. Elle n’apprend rien de ce que vous écrivez.',
  policy: 'Ses directives sur les médias sociaux',
  reasonsAsked: 'Elle demande un motif quand un message retenu est publié quand même.',
  updatesFrom: (host) => `Les règles viennent de ${host}.`,
  refused: (names) =>
    `Des parties de ses directives sont inutilisables et laissées de côté\u00a0: ${names}.`,

  author: 'À propos de vous',
  role: 'Je suis',
  roles: {
    physician: 'médecin',
    nurse: 'infirmière ou infirmier',
    trainee: 'en formation',
    other: 'autre professionnel',
  },
  traineeHint: 'Les patients et leurs images comptent davantage, et chaque image amène un rappel.',
  where: 'J’exerce ici',
  asBrowser: 'Selon la langue du navigateur',
  notSaid: 'Ne pas préciser',
  college: 'Ses règles et articles passent en premier. Votre ordre\u00a0:',
  lang: 'Langue',
  asDraft: 'Celle du brouillon',
  names: 'Mon nom et ceux de mes collègues, un par ligne',
  namesHint: 'Jamais pris pour celui d’un patient. Ils restent sur cet appareil.',

  hearing: 'Ce qu’on vous signale',
  sensitivity: 'Combien en dire',
  sensitivities: { less: 'Moins', usual: 'Comme d’habitude', more: 'Plus' },
  sensitivityHint: {
    less: 'Aucune suggestion, seulement ce qui demande de la prudence. Plus de choses échappent.',
    usual: 'Parle quand c’est assez sûr.',
    more: 'Parle plus tôt. Plus d’avertissements, même quand tout va bien.',
  },
  noStories: 'Aucune histoire de patient',
  noStoriesHint: 'Toute mention d’un patient est soulignée, si peu qu’elle dise.',
  categories: 'Sujets',
  categoriesOn: (on, of) => (on === of ? 'tous actifs' : `${on} sur ${of} actifs`),
  category: {
    'identifier.name': 'Noms de patients',
    'identifier.number': 'Numéros de dossier, d’assurance maladie et autres',
    'identifier.contact': 'Téléphones, adresses, comptes',
    'identifier.date': 'Dates de naissance, d’admission, de décès',
    'identifier.age': 'Âges de plus de 89 ans',
    'identifier.place': 'Chambres, rues et petits lieux',
    reidentification: 'Histoires dont les détails désignent une personne',
    'patient-mention': 'Toute mention d’un patient',
    'patient-media': 'Images et enregistrements',
    'medical-advice': 'Conseils à une personne',
    boundary: 'Limites avec les patients',
    misinformation: 'Affirmations contraires aux preuves',
    disparagement: 'Propos dénigrants',
    unprofessional: 'Propos peu professionnels',
    'confidential-workplace': 'Secrets du milieu de travail',
    'conflict-of-interest': 'Promotion sans déclaration',
    jurisdiction: 'Règles d’un pays présentées comme universelles',
  },
  words: 'Mots à laisser tranquilles, un par ligne',
  wordsHint: 'Rien n’est dit quand un tel mot seul est souligné. Jamais le nom d’un patient.',

  sites: 'Où',
  sitesHint:
    'Un compte personnel en entend moins sur le pays visé, un compte professionnel plus sur le ton.',
  readHere: (site) => `Lire mes brouillons sur ${site}`,
  purpose: (site) => `Mon compte sur ${site} est`,
  remove: (site) => `Ne plus lire sur ${site}`,
  purposes: {
    mixed: 'tout compte',
    personal: 'compte personnel',
    professional: 'compte professionnel',
  },
  hushed: (n) =>
    n === 1
      ? 'Un type d’avertissement est ignoré ici.'
      : `${n} types d’avertissements sont ignorés ici.`,
  heed: 'Les signaler de nouveau',

  posting: 'Publication',
  delay: 'Après «\u00a0publier quand même\u00a0», attendre',
  delayHint: 'Le temps de se raviser.',
  seconds: (s) => (s === 0 ? 'pas du tout' : `${s} secondes`),
  badge: 'Compteur dans le coin',
  badgeHint: 'Le nombre d’éléments à revoir, là où vous écrivez.',
  reasons: (n) => (n === 1 ? 'Un motif conservé ici' : `${n} motifs conservés ici`),
  moment: (at) =>
    new Intl.DateTimeFormat('fr-CA', { dateStyle: 'medium', timeStyle: 'short' }).format(at),
  clearReasons: 'Les oublier',

  device: 'Cet appareil',
  sync: 'Emporter les réglages sur mes autres appareils',
  syncHint: 'Avec le compte de votre navigateur. Noms et mots restent ici.',
  export: 'Enregistrer dans un fichier',
  import: 'Lire un fichier',
  reset: 'Tout réinitialiser',
  resetSure: 'Oui, comme au départ',
  keep: 'Les garder',
  refusal: (file, refusal) => {
    const left = 'Vos réglages n’ont pas changé.';
    switch (refusal.why) {
      case 'json':
        return `${file} est abîmé ou n’est pas un fichier de réglages\u00a0: ce n’est pas du JSON. ${left}`;
      case 'other':
        return `${file} ne contient pas de réglages de Bedside. ${left}`;
      case 'newer':
        return `${file} vient d’un Bedside plus récent; mettez d’abord celui-ci à jour. ${left}`;
      case 'value':
        return `Dans ${file}, «\u00a0${refusal.name}\u00a0» vaut ${refusal.found} au lieu de ${oneOf(refusal.wanted, 'ou')}. ${left}`;
    }
  },
};

/** What valibot expected, as people say it: ("a" | "b") as "a" or "b". */
function oneOf(wanted: string, or: string): string {
  const values = wanted.replace(/^\(|\)$/g, '').split(' | ');
  const last = values.pop() ?? '';
  return values.length > 0 ? `${values.join(', ')} ${or} ${last}` : last;
}

export const words: Record<Lang, Words> = { en, fr };
