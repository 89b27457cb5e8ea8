// What the tests ask of a hand that writes, the same in both browsers.

/**
 * @typedef {object} Hand
 * @property {(step: Step) => Promise<void>} act does a step
 * @property {(step: Step) => Promise<number>} settle lets the page come to rest after a
 *   step and gives a hash of how things stand in it
 * @property {(steps: Step[]) => Promise<number[]>} run does steps and settles after each
 *
 * @typedef {import('./steps.mjs').Step} Step also ['clickAt', x, y], ['move', x, y] with
 *   CSS pixels of the window, ['refocus'] and ['live', ms] (steady.mjs), and ['all', ...steps] for several
 *   in one
 */

/** Page time that passes after a step, ms: as fast typing has it; a rest ends a step of undo. */
export const delayOf = ([name]) => (name === 'rest' ? 1_500 : 60);

/** A point of the window where no page has anything. */
export const awayFrom = [3, 3];

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
