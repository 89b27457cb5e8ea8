/** Scrolls to what a card is about, as far as it must and no further. */

/**
 * Brings a box (viewport pixels) inside an element into sight; the page's own text stays
 * as it is. What it returns scrolls back, unless somebody scrolled on.
 */
export function reveal(box: DOMRect, element: HTMLElement): () => void {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const root = at === document.documentElement;
    const frame = root ? new DOMRect(0, 0, innerWidth, innerHeight) : at.getBoundingClientRect();
    const scrolls = root || /auto|scroll/.test(getComputedStyle(at).overflowY);
    if (!scrolls || at.scrollHeight <= at.clientHeight) continue;
    if (box.top >= frame.top && box.bottom <= frame.bottom) continue;
    // A third from the top leaves the card its room below.
    const before = at.scrollTop;
    at.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: 'instant' });
    const after = at.scrollTop;
    return () => {
      if (at.scrollTop === after) at.scrollTo({ top: before, behavior: 'instant' });
    };
  }
  return () => {};
}
