/**
 * What every kind of editor can be asked. An editor reads, paints over and, when the
 * author has clicked an edit, changes the text the way typing would. It never touches
 * the DOM of the page's own editor.
 */
import type { Change, Mark } from '../report';

export interface Editor {
  /** The field that takes the keys. */
  readonly element: HTMLElement;
  /** The text as it stands now, read afresh. */
  text(): string;
  /** Where the caret is, or null when it is elsewhere. */
  caret(): number | null;
  /**
   * Gives the field the keys back, with the caret where it was; null leaves it where the
   * field has it, or at the end where it has none.
   */
  focus(caret: number | null): void;
  /** Underlines these stretches of the text last read, and no others. */
  paint(marks: readonly Mark[]): void;
  /** The boxes of a stretch on the screen, in coordinates of the window; none when it is out of sight. */
  boxes(start: number, end: number): DOMRect[];
  /**
   * Makes the changes as one step of undo, where the editor can. Resolves with false,
   * the draft possibly changed in part, when the text did not become what was wanted.
   */
  apply(changes: readonly Change[]): Promise<boolean>;
  /** Calls back, before the next paint, whenever the text may have changed, until told to rest. */
  watch(changed: () => void): void;
  /** Stops watching; what is painted stays. */
  rest(): void;
  /** Takes away all that was painted and stops watching. */
  close(): void;
}

/** Whether the page runs in Firefox, whose editing commands differ. */
export const inFirefox: boolean = import.meta.env.FIREFOX;

/** Lets the page's editor see a new selection: it hears of it in a task of its own. */
export const settleTime = 25; // ms

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for all of it, but no longer than that many milliseconds; never rejects. */
export async function within(time: number, ...all: Promise<void>[]): Promise<void> {
  await Promise.race([Promise.all(all), pause(time)]).catch(() => {});
}

/** Asks every frame until the answer is yes; false when it is not within the time (ms). */
export async function becomes(test: () => boolean, within = 400): Promise<boolean> {
  const end = performance.now() + within;
  while (!test()) {
    if (performance.now() > end) return false;
    await pause(8);
  }
  return true;
}

/** Joins changes into the one that replaces everything from the first to the last. */
export function join(text: string, changes: readonly Change[]): Change {
  const first = changes[0]!;
  const joined = { ...first };
  for (const next of changes.slice(1)) {
    joined.text += text.slice(joined.end, next.start) + next.text;
    joined.end = next.end;
  }
  return joined;
}

/** Where a place in the text is after the changes; places inside one go to its end. */
export function carry(place: number, changes: readonly Change[]): number {
  let moved = place;
  for (const c of changes) {
    if (place >= c.end) moved += c.text.length - (c.end - c.start);
    else if (place > c.start) moved += c.start + c.text.length - place;
  }
  return moved;
}
