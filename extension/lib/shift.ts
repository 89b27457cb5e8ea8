/**
 * Carries stretches of a text over to its edited form, so that underlines stay with
 * their words until the next report is there.
 */

/** What changed between two texts: at `at`, `removed` code units gave way to `added`. */
export interface Difference {
  at: number;
  removed: number;
  added: number;
}

/** The smallest single replacement that turns one text into the other. */
export function difference(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  let tail = 0;
  while (
    tail < shorter - at &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { at, removed: before.length - at - tail, added: after.length - at - tail };
}

/**
 * Where a stretch is after the change: moved when it lies behind, stretched when the
 * change is inside, cut short when it is touched from one side, null when it is gone.
 */
export function shift<T extends { start: number; end: number }>(span: T, by: Difference): T | null {
  const until = by.at + by.removed;
  const grown = by.added - by.removed;
  let { start, end } = span;
  if (end <= by.at) return span;
  if (start >= until) {
    start += grown;
    end += grown;
  } else if (start <= by.at && end >= until) {
    end += grown;
  } else if (start <= by.at) {
    end = by.at;
  } else {
    start = by.at + by.added;
    end += grown;
  }
  return end > start ? { ...span, start, end } : null;
}
