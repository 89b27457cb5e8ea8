/** Lets a post that was held go out after a while, unless the author takes it back. */
import { mountCountdown } from '../../ui/countdown';
import type { Lang } from '../../ui/messages';
import { shadow } from './host';

export interface Delayed {
  /** Takes the countdown away; nothing is posted. */
  cancel(): void;
}

/**
 * Counts down and calls `post`, at once where there is nothing to wait for; `undo` when
 * the author takes it back.
 */
export function after(
  seconds: number,
  lang: Lang,
  { post, undo }: { post(): void; undo(): void },
): Delayed | null {
  if (seconds === 0) {
    post();
    return null;
  }
  const mounted = mountCountdown(shadow(), {
    lang,
    seconds,
    onUndo: () => end(undo),
    onPost: () => end(post),
  });
  let over = false;
  function end(act?: () => void): void {
    if (over) return;
    over = true;
    mounted.unmount();
    act?.();
  }
  return { cancel: () => end() };
}
