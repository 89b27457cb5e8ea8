/**
 * Shows an edit before it is made: the words around it, what goes and what comes.
 */
import type { Change, Edit, Report } from '../lib/report';

export interface Piece {
  kind: 'same' | 'gone' | 'new' | 'gap';
  text: string;
}

/** How many UTF-16 code units of unchanged text stand around a change, at most. */
const around = 16;
/** An unchanged stretch between two changes is shown whole up to this length. */
const bridge = 28;
/** What goes is shown whole up to this length. */
const longest = 70;

/** The pieces to show, in order; a gap stands for text left out. */
export function preview(text: string, edit: Edit): Piece[] {
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], value: string) => {
    if (value) pieces.push({ kind, text: value });
  };
  let at = 0;
  for (const [i, change] of edit.changes.entries()) {
    const { same, start, end } = common(text, change);
    const between = text.slice(at, start);
    if (i > 0 && between.length <= bridge) {
      add('same', between);
    } else {
      if (i > 0) add('same', unended(head(between)));
      if (i > 0 || tail(between) !== between) add('gap', '…');
      add('same', tail(between));
    }
    // White space that goes is not worth striking out.
    const gone = text.slice(start, end);
    const space = gone.length - gone.trimStart().length;
    add('same', gone.slice(0, space));
    add('gone', shorten(gone.slice(space)));
    add('new', change.text.slice(same));
    at = end;
  }
  const rest = text.slice(at);
  add('same', head(rest));
  if (head(rest) !== rest) add('gap', ' …');
  return pieces;
}

/** A change without the beginning that stays the same, whole words only. */
function common(text: string, change: Change): { same: number; start: number; end: number } {
  const old = text.slice(change.start, change.end);
  let same = 0;
  while (same < old.length && same < change.text.length && old[same] === change.text[same]) same++;
  while (same > 0 && /\S/.test(old[same - 1] ?? ' ')) same--;
  return { same, start: change.start + same, end: change.end };
}

/** The beginning of s, up to a word's end. */
function head(s: string): string {
  if (s.length <= around) return s;
  const cut = s.slice(0, around).search(/\s\S*$/);
  return cut > 0 ? s.slice(0, cut) : '';
}

/** The end of s, from a word's beginning. */
function tail(s: string): string {
  if (s.length <= around) return s;
  const cut = s.slice(-around).search(/\s/);
  return cut < 0 ? '' : s.slice(-around).slice(cut);
}

function shorten(s: string): string {
  if (s.length <= longest) return s;
  return `${s.slice(0, longest / 2).replace(/\S*$/, '')}… ${s.slice(-longest / 4).replace(/^\S*/, '')}`;
}

/** Without the marks at its end, which would run into an ellipsis. */
function unended(s: string): string {
  return s.replace(/[.,;:]+$/, '');
}

/** The text that a finding underlines, at most `max` UTF-16 code units long. */
export function quote(text: string, span: { start: number; end: number }, max = 90): string {
  const whole = text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
  if (whole.length <= max) return whole;
  return `${unended(whole.slice(0, max).replace(/\s\S*$/, ''))}…`;
}

/**
 * The one edit that does the first repair of every finding that warns, so that the draft is
 * held no more; null when nothing is held or none is offered.
 */
export function clearingEdit(report: Report): { edit: Edit; parts: number } | null {
  if (!report.findings.some((f) => f.severity === 'stop')) return null;
  const chosen = report.findings
    .filter((f) => f.severity !== 'nudge')
    .flatMap((f) => f.edits.slice(0, 1));
  if (chosen.length === 0) return null;
  const changes = merge(chosen.flatMap((edit) => edit.changes));
  return { edit: { label: chosen[0]!.label, changes }, parts: chosen.length };
}

/** Sorts changes and joins those that overlap, as core.Merge does. */
function merge(changes: Change[]): Change[] {
  const merged: Change[] = [];
  for (const x of changes.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    const same = last && x.start === last.start && x.end === last.end && x.text === last.text;
    if (!last || (x.start >= last.end && !same)) {
      merged.push({ ...x });
      continue;
    }
    if (x.end > last.end && x.text.length > last.text.length) last.text = x.text;
    last.end = Math.max(last.end, x.end);
  }
  const first = merged[0];
  if (first?.start === 0 && first.text === ' ') first.text = '';
  return merged;
}
