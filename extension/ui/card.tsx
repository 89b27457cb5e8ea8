/**
 * The card that explains one finding beside the underlined words. It reads nothing and
 * changes nothing: every choice goes to its caller.
 */
import { render } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { CloseIcon } from './icons';
import { messages } from './messages';
import { Body, type BodyProps, Chip, Quote } from './parts';
import { type Box, place } from './place';
import { adopt, cardCSS, themeCSS } from './styles';

export interface CardProps extends BodyProps {
  /** What is underlined, in viewport pixels; a function is asked again on scroll and resize. */
  anchor: Box | (() => Box | null);
  /** True when the author opened the card by keyboard or click: it takes the focus. */
  takeFocus?: boolean;
  onIgnore(): void;
  /** Escape or the close button. Giving the focus back is the caller's. */
  onClose(): void;
}

/** The card without its place: what stands in it. */
export function Card(props: CardProps) {
  const { finding, text, lang, takeFocus, onIgnore, onClose } = props;
  const m = messages[lang];
  const id = useId();
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (takeFocus) card.current?.focus({ preventScroll: true });
  }, [takeFocus]);

  // The keys pressed here belong to the card; pages have shortcuts on letters.
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.type === 'keydown' && event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };

  return (
    <div
      class={`bd-card bd-is-${finding.severity}`}
      data-bedside="card"
      data-severity={finding.severity}
      data-rule={finding.rule}
      role="dialog"
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
      ref={card}
      lang={lang}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onKeyPress={onKey}
    >
      <div class="bd-card-head">
        <Chip verdict={finding.severity} lang={lang} />
        <span class="bd-card-tools">
          <button
            type="button"
            class="bd-quiet"
            data-bedside="ignore"
            title={m.ignoreHint}
            onClick={onIgnore}
          >
            {m.ignore}
          </button>
          <button
            type="button"
            class="bd-quiet bd-icon"
            data-bedside="close"
            aria-label={m.close}
            onClick={onClose}
          >
            <CloseIcon />
          </button>
        </span>
      </div>
      <div class="bd-card-body">
        <h2 class="bd-title" id={`${id}-title`} data-bedside="title">
          {finding.title}
        </h2>
        {finding.factors.length < 2 && <Quote finding={finding} text={text} />}
        <Body {...props} />
      </div>
    </div>
  );
}

/** The card in its place, in the top layer where the browser has one. */
function Placed(props: CardProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { anchor } = props;

  useLayoutEffect(() => {
    const node = frame.current;
    if (node && 'showPopover' in node && !node.matches(':popover-open')) node.showPopover();
  }, []);

  useLayoutEffect(() => {
    const put = () => {
      const node = frame.current;
      const box = typeof anchor === 'function' ? anchor() : anchor;
      if (!node || !box) return;
      const view = window.visualViewport ?? { width: innerWidth, height: innerHeight };
      node.style.maxHeight = '';
      const spot = place(box, { width: node.offsetWidth, height: node.offsetHeight }, view);
      node.style.left = `${spot.left}px`;
      node.style.top = `${spot.top}px`;
      node.style.maxHeight = `${spot.height}px`;
    };
    put();
    if (typeof anchor !== 'function') return;
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, { capture: true });
    };
  });

  return (
    <div class="bd-root bd-place" popover="manual" ref={frame}>
      <Card {...props} />
    </div>
  );
}

/** A polite word for those who cannot see the card appear. */
function Spoken({ finding, lang }: CardProps) {
  return (
    <div class="bd-root bd-unseen" role="status">
      {`${messages[lang].verdict[finding.severity]}: ${finding.title}`}
    </div>
  );
}

export interface Mounted<Props> {
  update(change: Partial<Props>): void;
  unmount(): void;
}

/** Shows a card in a shadow root of its own, which it styles. */
export function mountCard(shadow: ShadowRoot, props: CardProps): Mounted<CardProps> {
  return mount(shadow, props, (p) => (
    <>
      <Placed key={`${p.finding.rule} ${p.finding.start}`} {...p} />
      <Spoken {...p} />
    </>
  ));
}

/** Renders into a shadow root with the shared styles; used by the gate too. */
export function mount<Props extends object>(
  shadow: ShadowRoot,
  props: Props,
  view: (props: Props) => preact.ComponentChild,
): Mounted<Props> {
  const release = adopt(shadow, themeCSS, cardCSS);
  const root = document.createElement('div');
  shadow.append(root);
  let now = props;
  const draw = () => render(view(now), root);
  draw();
  return {
    update(change) {
      now = { ...now, ...change };
      draw();
    },
    unmount() {
      render(null, root);
      root.remove();
      release();
    },
  };
}
