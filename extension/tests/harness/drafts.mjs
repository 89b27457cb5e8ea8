// Drafts of invented people, and what the analyzer itself says about them: the
// command line is asked, so that the tests do not repeat the rules.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../build/bedside', import.meta.url));

/** A word in every draft that is found in no rule and no page: it may not turn up elsewhere. */
export const canary = 'quovandrel';

export const chartNumber = '00482913';

export const drafts = {
  /** A story that could be recognised, and a chart number. */
  story: `62M w/ STEMI, crashed the town's only school bus this morning in Sudbury. MRN ${chartNumber} ${canary}`,
  /** The number behind what makes offsets hard: lines, emoji, a hashtag, accents. */
  winding: `Long night \u{1F469}\u{200D}\u{2695}\u{FE0F} on #medtwitter, ${canary}\ncafé après, then\nhis chart: MRN ${chartNumber} again`,
  /** As short as can be held. */
  number: `MRN ${chartNumber} ${canary}`,
  harmless: `Coffee with an old friend after a walk! ${canary} #sunday`,
};

/** What was answered before, by the text: the program takes a while to start. */
const reports = new Map();

const gravity = { nudge: 1, caution: 2, stop: 3 };

/**
 * What the analyzer says about a draft, and what is therefore to be underlined: of a
 * story the details that add up, of anything else the whole. Stretches that touch and
 * are alike are one, the gravest shows, and line breaks do not count.
 * @param {string} text
 * @returns {{verdict: string, findings: object[], marks: string[]}} marks like
 *   'stop: MRN 00482913', in the order of the text
 */
export function reportOn(text) {
  if (!reports.has(text)) reports.set(text, ask(text));
  return reports.get(text);
}

function ask(text) {
  const { stdout, stderr, error } = spawnSync(program, ['check', '--jsonl'], {
    input: `${JSON.stringify({ id: 'draft', text })}\n`,
    encoding: 'utf8',
  });
  if (error || !stdout) throw new Error(`bedside check cannot be asked: ${error ?? stderr}`);
  const { verdict, findings } = JSON.parse(stdout);
  const seen = new Array(text.length);
  for (const finding of findings) {
    for (const { start, end } of finding.factors.length > 1 ? finding.factors : [finding]) {
      for (let at = start; at < end; at++) {
        if (gravity[finding.severity] > (gravity[seen[at]] ?? 0)) seen[at] = finding.severity;
      }
    }
  }
  const marks = [];
  let last;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n') continue;
    if (seen[at] && seen[at] === last) marks[marks.length - 1] += text[at];
    else if (seen[at]) marks.push(`${seen[at]}: ${text[at]}`);
    last = seen[at];
  }
  return { verdict, findings, marks };
}
