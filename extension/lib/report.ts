/**
 * The report of the module, as JSON carries it. Every `start` and `end` counts
 * UTF-16 code units into the analysed text, `end` exclusive: JavaScript's own units.
 */

/** From quietest to gravest. A report's verdict is that of its gravest finding. */
export type Verdict = 'clear' | 'nudge' | 'caution' | 'stop';

/** What a single finding can be. */
export type Severity = Exclude<Verdict, 'clear'>;

export interface Cite {
  id: string;
  title: string;
  /** The clause; empty when only the document is certain. */
  section: string;
  url: string;
}

/** One detail of a story, labelled as in LABELS.md: "reid.age". */
export interface Factor {
  label: string;
  start: number;
  end: number;
}

/** Replaces [start, end) by text. */
export interface Change {
  start: number;
  end: number;
  text: string;
}

/** One repair the author may choose. Its changes are sorted and never overlap. */
export interface Edit {
  label: string;
  changes: Change[];
  /** Of a story's: how many people fit before and after, "k: 3 -> 40". */
  effect?: string;
}

export interface Finding {
  rule: string;
  category: string;
  severity: Severity;
  start: number;
  end: number;
  title: string;
  why: string;
  cites: Cite[];
  factors: Factor[];
  edits: Edit[];
}

/** How many people fit the story as it stands: k, within [low, high], among a population. */
export interface Anonymity {
  k: number;
  low: number;
  high: number;
  among: number;
  where: string;
  assumes: string[];
  /** The same in a sentence; older modules do not say it. */
  text?: string;
}

export interface Report {
  verdict: Verdict;
  lang: string;
  /** Sorted by start, then gravest first. */
  findings: Finding[];
  anonymity?: Anonymity;
  prompts?: string[];
}

/** The author's settings that change what a draft means; all may be left out. */
export interface Options {
  /** "en" or "fr": the language of messages; left out, that of the draft. */
  lang?: string;
  jurisdiction?: string;
  strict?: boolean;
  /** Names of the author and of colleagues, never of a patient. */
  names?: string[];
  /** Longest post the site takes, UTF-16 code units. */
  limit?: number;
  /** People whom the author's hospital serves. */
  catchment?: number;
  /** Patients whom the author's unit has on a day. */
  daily?: number;
  /** False leaves edits out of the report: they take longer to find than all the rest. */
  edits?: boolean;
  /** How much to say; left out, the usual. */
  sensitivity?: 'less' | 'more';
  /** Categories, and rules as reports name them, not to say. */
  quiet?: string[];
  /** The author wants to tell no patient's story at all. */
  noStories?: boolean;
  trainee?: boolean;
  /** What the account is for; left out, for both. */
  purpose?: 'personal' | 'professional';
  /** The author says that this draft is about no patient. */
  notPatient?: boolean;
  /** The author says that the patient agreed in writing. */
  consent?: boolean;
}

/** The report on a draft in which there is nothing to mind. */
export const clearReport: Report = { verdict: 'clear', lang: 'en', findings: [] };

/** The text after an edit's changes, or null when they do not fit the text. */
export function applyEdit(text: string, edit: Edit): string | null {
  let out = '';
  let at = 0;
  for (const c of edit.changes) {
    if (c.start < at || c.end < c.start || c.end > text.length) return null;
    out += text.slice(at, c.start) + c.text;
    at = c.end;
  }
  return out + text.slice(at);
}

const gravities: Record<Verdict, number> = { clear: 0, nudge: 1, caution: 2, stop: 3 };

/** How grave a verdict is; a greater number is graver. */
export function gravity(verdict: Verdict): number {
  return gravities[verdict];
}

/** A stretch of the draft to underline, and for which finding of the report. */
export interface Mark {
  start: number;
  end: number;
  severity: Severity;
  finding: number;
}

/**
 * What to underline, gravest last. Of a story it is the details that add up, for
 * the words between them do no harm; of anything else it is the whole.
 */
export function marksOf(report: Report): Mark[] {
  const marks: Mark[] = [];
  report.findings.forEach((f, finding) => {
    const spans = f.factors.length > 1 ? f.factors : [f];
    for (const { start, end } of spans) {
      if (end > start) marks.push({ start, end, severity: f.severity, finding });
    }
  });
  return marks.sort((a, b) => gravity(a.severity) - gravity(b.severity));
}

/** The report without some of its findings; its verdict is that of those left. */
export function without(report: Report, drop: (finding: Finding) => boolean): Report {
  const findings = report.findings.filter((f) => !drop(f));
  if (findings.length === report.findings.length) return report;
  let verdict: Verdict = 'clear';
  for (const f of findings) if (gravity(f.severity) > gravity(verdict)) verdict = f.severity;
  return { ...report, verdict, findings };
}
