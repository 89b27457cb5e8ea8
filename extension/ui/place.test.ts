import { describe, expect, it } from 'vitest';
import { place } from './place';

const view = { width: 1200, height: 800 };
const card = { width: 372, height: 300 };
const at = (left: number, top: number) => ({ left, top, right: left + 80, bottom: top + 20 });

describe('place', () => {
  it('puts the card below the words', () => {
    expect(place(at(100, 100), card, view)).toMatchObject({ side: 'below', left: 92, top: 128 });
  });
  it('puts it above where there is no room below', () => {
    const spot = place(at(100, 700), card, view);
    expect(spot.side).toBe('above');
    expect(spot.top + card.height).toBeLessThanOrEqual(700);
  });
  it('keeps it inside the window on the right', () => {
    const spot = place(at(1150, 100), card, view);
    expect(spot.left + card.width).toBeLessThanOrEqual(view.width);
  });
  it('limits a tall card to the room there is', () => {
    const spot = place(at(100, 100), { width: 372, height: 2000 }, view);
    expect(spot.top + spot.height).toBeLessThanOrEqual(view.height);
  });
  it('stays in the window when the words are above it', () => {
    expect(place(at(100, -300), card, view)).toMatchObject({ side: 'below', top: 8 });
  });
  it('stays in a window too low for either side', () => {
    const low = { width: 1200, height: 300 };
    const spot = place(at(100, 150), card, low);
    expect(spot.top).toBeGreaterThanOrEqual(0);
    expect(spot.top + Math.min(card.height, spot.height)).toBeLessThanOrEqual(low.height);
  });
  it('makes a sheet at the bottom of a narrow window', () => {
    const spot = place(at(10, 100), card, { width: 360, height: 700 });
    expect(spot).toMatchObject({ side: 'sheet', left: 8 });
    expect(spot.top + 300).toBeLessThanOrEqual(700);
  });
});
