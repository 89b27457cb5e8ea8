/**
 * What content scripts, the popup and the background say to each other. Drafts go
 * from a content script to the background of the same browser and no further.
 */
import type { PackInfo } from './module';
import type { Policy } from './policy';
import type { Options, Report } from './report';
import type { Settings } from './settings';

/** The name of the port a content script opens while a composer is in use. */
export const composerPort = 'composer';

export interface Failure {
  code: string;
  /** A sentence for people. */
  message: string;
}

/** Wakes the module and asks whether Bedside is on here. */
export interface Warm {
  warm: true;
}

/** Asks for a report. A newer one on the same port makes older ones void. */
export interface Read {
  id: number;
  text: string;
  options: Options;
}

/** What the author decided on a page, to be kept in the settings or beside them. */
export type Decision =
  | { keep: 'name'; name: string }
  | { keep: 'word'; word: string }
  | { keep: 'rule'; rule: string }
  /** Why a held post went out all the same; nothing of its text. */
  | { keep: 'reason'; reason: string; rules: string[] };

/** The draft is closed: nothing of it is to be remembered. The port may serve another. */
export interface Forget {
  forget: true;
}

/** Another draft begins on the same port: it wants to hear whether Bedside is on here. */
export interface Begin {
  begin: true;
}

export type ToBackground = Warm | Read | Forget | Begin | Decision;

/** Whether Bedside is on at this site, and how; comes first, and again whenever it changes. */
export interface Switch {
  on: boolean;
  /** The language of explanations; null follows the draft. */
  lang: 'en' | 'fr' | null;
  /** As people call the site. */
  site: string;
  /** The author learns: every picture brings a reminder. */
  trainee: boolean;
  /** Words that nothing is said of when they alone are underlined. */
  words: string[];
  /** Whether the composer shows in its corner how many findings there are. */
  badge: boolean;
  /** Seconds that "post anyway" can be taken back; 0 for none. */
  delay: number;
  /** One of these is chosen before "post anyway"; empty where nobody asks. */
  reasons: string[];
  /** True where rules can be hushed: an organisation may have locked that. */
  hushing: boolean;
}

/** An early report lacks the edits; the whole one follows unless a newer draft comes. */
export type Answered = { id: number } & (
  | { report: Report; early?: true; error?: undefined }
  | { error: Failure; early?: undefined; report?: undefined }
);

export type ToContent = Switch | Answered;

/** How far the newest rules have come that the publisher has signed. */
export interface RollOut {
  /** Why they are not for this browser; null when they are in use. */
  none: 'withdrawn' | 'roll-out' | 'minimum' | null;
  /** What the publisher says of a withdrawal. */
  reason: string | null;
  /** For what percentage of users they are now; null when they are for all. */
  percent: number | null;
  /** Whether this browser waits for its turn. */
  waits: boolean;
  /** How many rules the publisher has switched off. */
  off: number;
}

/** How the rule packs stand. Times are milliseconds since 1970. */
export interface PackStatus {
  name: string;
  version: string;
  rules: number;
  /** Where the pack in use came from. */
  from: 'shipped' | 'update';
  /** When the rule server last confirmed that there is nothing newer; null: never. */
  checked: number | null;
  /** When the pack in use arrived; null for the shipped one. */
  since: number | null;
  /** When the server's statement runs out; null when there is none. */
  expires: number | null;
  /** The pack that the one in use took the place of, where an update brought it; else null. */
  before: { version: string; rules: number } | null;
  /** Why the last update failed, a sentence; null when it did not. */
  error: string | null;
  rollOut: RollOut;
  /** Who gets rules first: "stable", "beta" or "org/NAME". */
  channel: string;
  /** What organisations add to these rules. */
  added: PackInfo[];
}

export interface Status {
  /** The settings that hold, an organisation's over the author's own. */
  settings: Settings;
  policy: Policy;
  /** Null while the module does not work. */
  pack: PackStatus | null;
  /** Why the module does not work, a sentence; null when it does. */
  broken: string | null;
  version: string;
  /** Added ones have their host for an id; the author can take them back. */
  sites: { id: string; name: string; added?: boolean }[];
}

/**
 * Whether the page in a tab is as Bedside knows it, judged by the field focused last.
 * - good: it is read, and its Post is held when need be
 * - idle: nothing was written here yet
 * - unknown field: one that no selector knows, so what is written in it is not read
 * - no post control: it is read, but what sends it was not found, so only keys are held
 */
export interface Fit {
  /** Id of the site, "any" for one that the author added. */
  site: string;
  fit: 'good' | 'idle' | 'unknown field' | 'no post control';
}

/** What the popup may ask the content script of a tab; answered with a Fit. */
export interface AskPage {
  ask: 'fit';
}

/** What the popup may ask; each is answered with the Status afterwards. */
export type Ask =
  | { ask: 'status' }
  | { ask: 'refresh' }
  | { ask: 'set'; change: Partial<Settings> };
