/** What the author is reminded of beside an attachment: when, and in which words. */
import type { Lang } from '../../ui/messages';
import { type Detail, places } from './details';
import type { Media, MediaKind } from './inspect';

export interface Reminder {
  /** What is attached and why it matters, a sentence or two. */
  lead: string;
  /** What the files say beside their picture, a sentence each. */
  facts: string[];
  /** How to take that out, by device; empty when there is nothing to take out. */
  how: string[];
  /** The words of the interface. */
  howTitle: string;
  close: string;
  name: string;
}

export interface Beside {
  /** The words of the draft have to do with patients or care. */
  clinical: boolean;
  /** The author learns: every picture brings a reminder. */
  trainee: boolean;
}

/**
 * The reminder for what is attached to a draft, or null where nothing needs to be said.
 * A place and a radiology file are said whatever the words: that is no guess.
 */
export function reminderOf(media: readonly Media[], beside: Beside, lang: Lang): Reminder | null {
  const kinds = new Set(media.map((m) => m.kind));
  const details = new Set(media.flatMap((m) => [...m.details]));
  const where = [...details].filter((detail) => places.has(detail)).length;
  const reminds = beside.clinical || beside.trainee;
  if (media.length === 0 || (!reminds && where === 0 && !kinds.has('scan'))) return null;
  const say = words[lang];
  const holding = media.filter((m) => m.details.size > 0);
  const facts: string[] = [];
  const one = holding.length === 1;
  const noun = say.nouns[holding[0]?.kind ?? 'photo'];
  if (where > 0) facts.push(one ? say.placeOfOne(noun, where) : say.placeOfSome(where));
  const others = say.others.filter(([detail]) => details.has(detail)).map(([, name]) => name);
  if (others.length > 0)
    facts.push((where > 0 ? say.also : say.holds(one, noun))(list(others, lang)));
  return {
    lead: reminds || kinds.has('scan') ? say.lead[gravest(kinds)] : '',
    facts,
    how: kinds.has('scan') ? say.howScan : facts.length > 0 ? say.how : [],
    howTitle: say.howTitle,
    close: say.close,
    name: say.name,
  };
}

const order: MediaKind[] = ['scan', 'live', 'screen', 'video', 'sound', 'photo'];
const gravest = (kinds: ReadonlySet<MediaKind>) => order.find((kind) => kinds.has(kind)) ?? 'photo';

const list = (items: string[], lang: Lang) =>
  new Intl.ListFormat(lang === 'fr' ? 'fr-CA' : 'en-CA').format(items);

type Details = [Detail, string][];

const en = {
  name: 'About what is attached',
  close: 'Got it',
  howTitle: 'How to remove it',
  nouns: {
    photo: 'This photo',
    video: 'This video',
    sound: 'This recording',
    scan: 'This file',
    live: 'This broadcast',
    screen: 'This screen share',
  } satisfies Record<MediaKind, string>,
  lead: {
    scan: 'This is a medical imaging file (DICOM). Such files usually hold the patient’s name, number and dates, whatever they are called.',
    photo:
      'A photo goes out with this post. A patient, a chart or a screen may be recognised in it, in the background too; consent for care may not cover a post.',
    video:
      'A video goes out with this post. A patient, a voice, a chart or a screen may be recognised in it, in the background too; consent for care may not cover a post.',
    sound:
      'A recording goes out with this post. A voice or a name in it may be recognised; consent for care may not cover a post.',
    live: 'A live stream cannot be looked over before it goes out. A patient, a voice, a chart or a screen may come into it.',
    screen:
      'Sharing a screen may show charts, names or notices that come up meanwhile. Closing what is not needed first helps.',
  } satisfies Record<MediaKind, string>,
  placeOfOne: (noun: string, n: number) =>
    `${noun} holds the place where it was taken: ${n} ${n === 1 ? 'detail' : 'details'}.`,
  placeOfSome: (n: number) =>
    `These files hold the places where they were taken: ${n} ${n === 1 ? 'kind' : 'kinds'} of detail.`,
  also: (items: string) => `Also in it: ${items}.`,
  holds: (one: boolean, noun: string) => (items: string) =>
    one ? `${noun} also holds ${items}.` : `These files also hold ${items}.`,
  others: [
    ['time', 'the date or time'],
    ['device', 'the camera or phone'],
    ['serial', 'a serial number'],
    ['author', 'a name of its author or owner'],
    ['person', 'a name of a person shown'],
    ['words', 'a description'],
  ] as Details,
  how: [
    'iPhone: when you choose the photo, tap Options and switch Location off.',
    'Android: open the photo in the gallery, show its details and remove the location.',
    'Windows: Properties, Details, “Remove Properties and Personal Information”.',
    'Mac: open it in Preview, Tools, Show Inspector, GPS, “Remove Location Info”.',
    'Anywhere: a screenshot of the photo holds none of this.',
  ],
  howScan: [
    'In your viewer, export a single image as PNG or JPEG, without overlays.',
    'Then look at its corners and edges: names and dates may be part of the image.',
  ],
};

const fr: typeof en = {
  name: 'À propos de la pièce jointe',
  close: 'Compris',
  howTitle: 'Comment l’enlever',
  nouns: {
    photo: 'Cette photo',
    video: 'Cette vidéo',
    sound: 'Cet enregistrement',
    scan: 'Ce fichier',
    live: 'Cette diffusion',
    screen: 'Ce partage d’écran',
  },
  lead: {
    scan: 'C’est un fichier d’imagerie médicale (DICOM). Ces fichiers contiennent en général le nom, le numéro et les dates du patient, quel que soit leur nom.',
    photo:
      'Une photo part avec cette publication. On pourrait y reconnaître un patient, un dossier ou un écran, à l’arrière-plan aussi\u00a0; le consentement aux soins peut ne pas couvrir une publication.',
    video:
      'Une vidéo part avec cette publication. On pourrait y reconnaître un patient, une voix, un dossier ou un écran, à l’arrière-plan aussi\u00a0; le consentement aux soins peut ne pas couvrir une publication.',
    sound:
      'Un enregistrement part avec cette publication. On pourrait y reconnaître une voix ou un nom\u00a0; le consentement aux soins peut ne pas couvrir une publication.',
    live: 'Une diffusion en direct ne se relit pas. Un patient, une voix, un dossier ou un écran pourraient y apparaître.',
    screen:
      'Un partage d’écran peut montrer des dossiers, des noms ou des avis qui surviennent. Mieux vaut fermer d’abord ce qui ne sert pas.',
  },
  placeOfOne: (noun, n) =>
    `${noun} contient le lieu de la prise\u00a0: ${n} ${n === 1 ? 'détail' : 'détails'}.`,
  placeOfSome: (n) =>
    `Ces fichiers contiennent des lieux de prise\u00a0: ${n} ${n === 1 ? 'sorte' : 'sortes'} de détails.`,
  also: (items) => `S’y trouvent aussi\u00a0: ${items}.`,
  holds: (one, noun) => (items) =>
    one ? `${noun} contient aussi ${items}.` : `Ces fichiers contiennent aussi ${items}.`,
  others: [
    ['time', 'la date ou l’heure'],
    ['device', 'l’appareil'],
    ['serial', 'un numéro de série'],
    ['author', 'le nom de l’auteur ou du propriétaire'],
    ['person', 'le nom d’une personne montrée'],
    ['words', 'une description'],
  ],
  how: [
    'iPhone\u00a0: en choisissant la photo, touchez Options et désactivez Lieu.',
    'Android\u00a0: ouvrez la photo dans la galerie, affichez ses détails et supprimez le lieu.',
    'Windows\u00a0: Propriétés, Détails, «\u00a0Supprimer les propriétés et les informations personnelles\u00a0».',
    'Mac\u00a0: ouvrez-la dans Aperçu, Outils, Afficher l’inspecteur, GPS, «\u00a0Supprimer les infos de localisation\u00a0».',
    'Partout\u00a0: une capture d’écran de la photo ne contient rien de tout cela.',
  ],
  howScan: [
    'Dans votre visionneuse, exportez une seule image en PNG ou JPEG, sans annotations.',
    'Regardez ensuite ses coins et ses bords\u00a0: noms et dates peuvent faire partie de l’image.',
  ],
};

const words: Record<Lang, typeof en> = { en, fr };
