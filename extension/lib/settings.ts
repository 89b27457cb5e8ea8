/**
 * The author's settings. They stay on this device unless the author asks for the
 * browser's own synchronisation, and then without names and words.
 */
import * as v from 'valibot';
import { categories } from './categories';
import { jurisdictionOf, jurisdictions } from './jurisdiction';
import type { Options } from './report';

/** Counts the changes of what settings look like; each has a step in `steps`. */
export const version = 2;

/** Longest name or word kept, UTF-16 code units, and how many of them. */
const longest = 100;
const most = 500;

const word = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(longest));
const list = v.pipe(v.array(word), v.maxLength(most));

/** What an account at a site is for; "mixed" is usual. */
export const purposes = ['mixed', 'personal', 'professional'] as const;
export const roles = ['physician', 'nurse', 'trainee', 'other'] as const;
export const sensitivities = ['less', 'usual', 'more'] as const;
export const delays = [0, 5, 10, 30] as const;

/** Every setting, with what it may be. */
export const entries = {
  on: v.boolean(),
  /** Ids of the sites where Bedside is switched off. */
  off: list,
  /** The language of explanations; "auto" follows the draft. */
  lang: v.picklist(['auto', 'en', 'fr']),
  /** Where the author practises: "auto" as the browser's languages say, "" not said. */
  jurisdiction: v.picklist(['auto', '', ...jurisdictions]),
  role: v.picklist(roles),
  sensitivity: v.picklist(sensitivities),
  /** Categories of findings not to hear of. */
  quiet: v.array(v.picklist(categories)),
  /** True for an author who wants to tell no patient's story at all. */
  noStories: v.boolean(),
  /** The author's and colleagues' names, never a patient's. */
  names: list,
  /** Words that nothing is said of when they alone are underlined. */
  words: list,
  /** By id of the site: what the account is for, and rules not to hear of there. */
  sites: v.record(word, v.object({ purpose: v.picklist(purposes), quiet: list })),
  /** Seconds that "post anyway" can be taken back; 0 for none. */
  delay: v.picklist(delays),
  /** Whether a composer shows in its corner how many findings there are. */
  badge: v.boolean(),
  /** Whether the browser carries settings to the author's other devices. */
  sync: v.boolean(),
};

export type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>;
export type Speech = Settings['lang'];
export type SiteSettings = Settings['sites'][string];

export const defaults: Settings = {
  on: true,
  off: [],
  lang: 'auto',
  jurisdiction: 'auto',
  role: 'physician',
  sensitivity: 'usual',
  quiet: [],
  noStories: false,
  names: [],
  words: [],
  sites: {},
  delay: 0,
  badge: true,
  sync: false,
};

export const siteDefaults: SiteSettings = { purpose: 'mixed', quiet: [] };

/** What settings of a version lack of the next one. */
const steps: Record<number, (old: Record<string, unknown>) => Record<string, unknown>> = {
  // The first version knew on, off, lang and jurisdiction; all else has a default.
  1: (old) => old,
};

/** Settings of any earlier version as those of today; null for those of a newer Bedside. */
export function migrate(
  old: Record<string, unknown>,
  from: number,
): Record<string, unknown> | null {
  if (from > version) return null;
  let now = old;
  for (let at = from; at < version; at++) now = steps[at]?.(now) ?? now;
  return { ...defaults, ...now };
}

/** Settings out of whatever was kept: what cannot be used is as by default. */
export function mend(kept: unknown, from: number): Settings {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const whole = migrate(found, from) ?? { ...defaults, ...found };
  const good = Object.entries(entries).flatMap(([key, entry]) => {
    const read = v.safeParse(entry as v.GenericSchema, whole[key]);
    return read.success ? [[key, read.output]] : [];
  });
  return { ...defaults, ...Object.fromEntries(good) };
}

/** What the settings say of the author at a site, as the module wants it. */
export function authorOf(settings: Settings, site?: string): Options {
  const { lang, jurisdiction, names, role, sensitivity, noStories } = settings;
  const where = jurisdiction === 'auto' ? jurisdictionOf(navigator.languages) : jurisdiction;
  const here = settings.sites[site ?? ''] ?? siteDefaults;
  const quiet = [...settings.quiet, ...here.quiet];
  return {
    ...(lang !== 'auto' && { lang }),
    ...(where && { jurisdiction: where }),
    ...(names.length > 0 && { names }),
    ...(sensitivity !== 'usual' && { sensitivity }),
    ...(quiet.length > 0 && { quiet }),
    ...(noStories && { noStories }),
    ...(role === 'trainee' && { trainee: true }),
    ...(here.purpose !== 'mixed' && { purpose: here.purpose }),
  };
}
