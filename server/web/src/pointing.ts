/** Which finding's card is open, and how it came to be: by hover it also goes by hover. */
import { useCallback, useRef, useState } from 'preact/hooks';

export interface Shown {
  finding: number;
  by: 'hover' | 'click' | 'keys';
}

/** How long the pointer rests on words before their card opens, and off them before it closes. */
const openAfter = 180; // ms
const closeAfter = 280; // ms

export function usePointing() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const aim = useRef<number | 'card' | null>(null);

  const show = useCallback((next: Shown | null) => {
    clearTimeout(timer.current);
    setShown(next);
  }, []);

  /** Hears where the pointer is: on a finding's words, on none, or on the card. */
  const point = useCallback((at: number | 'card' | null) => {
    if (at === aim.current) return;
    clearTimeout(timer.current);
    aim.current = at;
    if (at === 'card') return;
    timer.current = setTimeout(
      () =>
        setShown((now) => {
          if (now && now.by !== 'hover') return now;
          return at === null ? null : { finding: at, by: 'hover' };
        }),
      at === null ? closeAfter : openAfter,
    );
  }, []);

  return { shown, show, point };
}
