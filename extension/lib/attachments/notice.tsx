/** The reminder on the screen: a quiet notice below the composer that takes no focus. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Mounted, mount } from '../../ui/card';
import type { Lang } from '../../ui/messages';
import { adopt } from '../../ui/styles';
import type { Reminder } from './reminder';

export interface NoticeProps {
  reminder: Reminder;
  lang: Lang;
  /** The composer's box in the window, CSS pixels; null when it is gone. */
  composer(): DOMRect | null;
  onClose(): void;
}

const gap = 8; // CSS pixels between composer, notice and window

const css = `
  .bd-root.attached {
    position: fixed;
    box-sizing: border-box;
    width: min(360px, calc(100vw - ${2 * gap}px));
    max-height: calc(100vh - ${2 * gap}px);
    overflow: auto;
    padding: 12px 14px;
    border: 1px solid var(--bd-line);
    border-radius: var(--bd-radius);
    background: var(--bd-surface);
    box-shadow: var(--bd-shadow);
    pointer-events: auto;
  }
  .attached p { margin: 0 0 8px; }
  .attached details { margin: 0 0 8px; }
  .attached ul { margin: 4px 0 0; padding-inline-start: 18px; }
  .attached li { margin: 0 0 4px; }
`;

function Notice({ reminder, lang, composer, onClose }: NoticeProps) {
  const notice = useRef<HTMLElement>(null);
  const [at, place] = useState({ left: 0, top: 0 });

  useLayoutEffect(() => {
    const lay = () => {
      const box = composer();
      const own = notice.current?.getBoundingClientRect();
      if (!box || !own) return;
      const below = box.bottom + gap;
      const above = box.top - gap - own.height;
      const fits = below + own.height + gap <= innerHeight;
      const top = fits
        ? below
        : Math.max(gap, above >= gap ? above : innerHeight - own.height - gap);
      const left = Math.max(gap, Math.min(box.left, innerWidth - own.width - gap));
      place((was) => (was.left === left && was.top === top ? was : { left, top }));
    };
    lay();
    addEventListener('scroll', lay, { capture: true, passive: true });
    addEventListener('resize', lay, { passive: true });
    return () => {
      removeEventListener('scroll', lay, { capture: true });
      removeEventListener('resize', lay);
    };
  });

  const { lead, facts, how } = reminder;
  return (
    <section
      class="bd-root attached"
      data-bedside="attached"
      aria-label={reminder.name}
      lang={lang}
      ref={notice}
      style={{ left: `${at.left}px`, top: `${at.top}px` }}
    >
      <div role="status">
        {lead && <p>{lead}</p>}
        {facts.map((fact) => (
          <p key={fact}>
            <strong>{fact}</strong>
          </p>
        ))}
      </div>
      {how.length > 0 && (
        <details class="bd-more" onToggle={() => place((was) => ({ ...was }))}>
          <summary>{reminder.howTitle}</summary>
          <ul>
            {how.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <button type="button" class="bd-button" data-bedside="attached-close" onClick={onClose}>
        {reminder.close}
      </button>
    </section>
  );
}

/** Shows the notice in a shadow root, which it styles. */
export function mountNotice(shadow: ShadowRoot, props: NoticeProps): Mounted<NoticeProps> {
  const release = adopt(shadow, css);
  const { update, unmount } = mount(shadow, props, (p) => <Notice {...p} />);
  return {
    update,
    unmount() {
      unmount();
      release();
    },
  };
}
