/** Says that a post goes out in a moment, and lets the author take it back. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Mounted, mount, ownKeys } from './card';
import { type Lang, messages } from './messages';

export interface CountdownProps {
  lang: Lang;
  /** Seconds until it goes out. */
  seconds: number;
  onUndo(): void;
  /** The time is up, or the author does not want to wait. */
  onPost(): void;
}

function Countdown({ lang, seconds, onUndo, onPost }: CountdownProps) {
  const m = messages[lang];
  const [left, setLeft] = useState(seconds);
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const timer = setTimeout(() => (left > 1 ? setLeft(left - 1) : onPost()), 1000);
    return () => clearTimeout(timer);
  }, [left, onPost]);
  return (
    <div
      class="bd-root bd-countdown"
      data-bedside="countdown"
      role="alertdialog"
      aria-label={m.posting(seconds)}
      lang={lang}
      {...ownKeys(onUndo)}
    >
      <span role="timer" aria-live="off">
        {m.posting(left)}
      </span>
      <button
        type="button"
        class="bd-button bd-main"
        data-bedside="undo"
        ref={undo}
        onClick={onUndo}
      >
        {m.undo}
      </button>
      <button type="button" class="bd-button" data-bedside="post-now" onClick={onPost}>
        {m.postNow}
      </button>
    </div>
  );
}

/** Shows the countdown in a shadow root, which it styles. */
export function mountCountdown(shadow: ShadowRoot, props: CountdownProps): Mounted<CountdownProps> {
  return mount(shadow, props, (p) => <Countdown {...p} />);
}
