/**
 * Where a card goes: beside what is underlined, inside the window, never over the
 * underlined words themselves if there is room elsewhere.
 */

/** A rectangle in CSS pixels of the viewport, as getBoundingClientRect gives it. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Spot {
  left: number;
  top: number;
  /** Longest height that fits there. */
  height: number;
  side: 'below' | 'above' | 'sheet';
}

/** Between card and text, and between card and the window's edge. */
export const gap = 8;
/** Windows narrower than this get the card as a sheet at the bottom. */
export const narrow = 480;
/** A card lower than this shows too little to be of use. */
const least = 220;

export function place(anchor: Box, card: Size, view: Size): Spot {
  if (view.width <= narrow) {
    const height = Math.min(card.height, Math.round(view.height * 0.7));
    return { left: gap, top: view.height - height - gap, height, side: 'sheet' };
  }
  const left = clamp(anchor.left - gap, gap, view.width - card.width - gap);
  // Words that were scrolled out of sight count as being at the window's edge.
  const bottom = clamp(anchor.bottom, 0, view.height);
  const top = clamp(anchor.top, 0, view.height);
  const below = view.height - bottom - 2 * gap;
  const above = top - 2 * gap;
  if (card.height <= below || (below >= above && below >= least)) {
    return { left, top: bottom + gap, height: below, side: 'below' };
  }
  if (card.height <= above || above >= least) {
    const height = Math.min(card.height, above);
    return { left, top: top - gap - height, height: above, side: 'above' };
  }
  const height = view.height - 2 * gap;
  const low = view.height - Math.min(card.height, height) - gap;
  return { left, top: clamp(bottom + gap, gap, low), height, side: 'below' };
}

function clamp(n: number, low: number, high: number): number {
  return Math.max(low, Math.min(n, high));
}
