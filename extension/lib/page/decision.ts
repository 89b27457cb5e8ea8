/** Whether a Post is held: the one decision that may come between authors and their words. */
import type { Standing } from './session';

/** "wait" means: hold for the moment it takes to read the draft, then decide again. */
export type Decision = 'pass' | 'hold' | 'wait';

/**
 * Decides from how the drafts stand that one Post sends together. Only "stop" holds.
 * A draft that could not be read stands as clear: Bedside never blocks for its own faults.
 */
export function decide(standings: readonly Standing[]): Decision {
  if (standings.includes('stop')) return 'hold';
  return standings.includes('pending') ? 'wait' : 'pass';
}
