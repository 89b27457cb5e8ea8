/**
 * The card that explains one finding beside the underlined words. It reads nothing and
 * changes nothing: every choice goes to its caller.
 */
import { render } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon, StepIcon } from './icons';
import { type Lang, messages } from './messages';
import { Body, type BodyProps, Chip, Quote } from './parts';
import { type Box, gap, place } from './place';
import { adopt, cardCSS, themeCSS } from './styles';

/** What the author can say of a finding. */
export interface Answers {
  /** What the warning can be spared for from now on: the underlined words. */
  word?: string | undefined;
  /** The site on which this kind of warning can be spared. */
  site?: string | undefined;
  /** Whether it makes sense to say that this is no patient, or that there is consent. */
  stances: ('notPatient' | 'consent')[];
  onHush(what: 'word' | 'rule'): void;
  onSay(stance: 'notPatient' | 'consent'): void;
}

/** Where the finding stands among the others. */
export interface Place {
  /** From 1. */
  at: number;
  of: number;
  onStep(by: -1 | 1): void;
  onAll(): void;
}

export interface CardProps extends BodyProps {
  /** What is underlined, in viewport pixels; a function is asked again on scroll and resize. */
  anchor: Box | (() => Box | null);
  /** True when the author opened the card by keyboard or click: it takes the focus. */
  takeFocus?: boolean;
  answers?: Answers | undefined;
  place?: Place | undefined;
  /** Do not warn about this in this draft. */
  onIgnore(): void;
  /** Escape or the close button. Giving the focus back is the caller's. */
  onClose(): void;
}

/** The card without its place: what stands in it. */
export function Card(props: CardProps) {
  const { finding, text, lang, takeFocus, place: among, onClose } = props;
  const id = useId();
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (takeFocus) card.current?.focus({ preventScroll: true });
  }, [takeFocus]);

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
      {...ownKeys(onClose)}
    >
      <div class="bd-card-head">
        <Chip verdict={finding.severity} lang={lang} />
        <span class="bd-card-tools">
          {among && among.of > 1 && <Steps {...among} lang={lang} />}
          <CloseButton lang={lang} onClose={onClose} />
        </span>
      </div>
      <div class="bd-card-body">
        <h2 class="bd-title" id={`${id}-title`} data-bedside="title">
          {finding.title}
        </h2>
        {finding.factors.length < 2 && <Quote finding={finding} text={text} />}
        <Body {...props}>
          <Answering {...props} />
        </Body>
      </div>
    </div>
  );
}

/** The keys pressed here belong to what is shown, for pages have shortcuts on letters; Escape closes. */
export function ownKeys(onClose: () => void) {
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.type === 'keydown' && event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  return { onKeyDown: onKey, onKeyUp: onKey, onKeyPress: onKey };
}

export function CloseButton({ lang, onClose }: { lang: Lang; onClose(): void }) {
  return (
    <button
      type="button"
      class="bd-quiet bd-icon"
      data-bedside="close"
      aria-label={messages[lang].close}
      onClick={onClose}
    >
      <CloseIcon />
    </button>
  );
}

/** On to the finding before or after, or to all of them. */
function Steps({ at, of, onStep, onAll, lang }: Place & { lang: Lang }) {
  const m = messages[lang];
  const step = (by: -1 | 1, label: string, hook: string) => (
    <button
      type="button"
      class="bd-quiet bd-icon"
      data-bedside={hook}
      aria-label={label}
      onClick={() => onStep(by)}
    >
      <StepIcon to={by} />
    </button>
  );
  return (
    <>
      {step(-1, m.previous, 'previous')}
      <button type="button" class="bd-quiet bd-count" data-bedside="all" onClick={onAll}>
        {m.place(at, of)}
        <span class="bd-unseen">, {m.all}</span>
      </button>
      {step(1, m.next, 'next')}
    </>
  );
}

/** What else the author can say: that it is no patient, that there is consent, or enough of it. */
function Answering({ answers, lang, onIgnore }: CardProps) {
  const m = messages[lang];
  const [open, setOpen] = useState(false);
  const more = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) more.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const quiet = (label: string, hook: string, onClick: () => void) => (
    <button type="button" class="bd-quiet" data-bedside={hook} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <div class="bd-answers">
      <div class="bd-answers-row">
        {answers?.stances.map((stance) => quiet(m[stance], stance, () => answers.onSay(stance)))}
        <button
          type="button"
          class="bd-quiet"
          data-bedside="ignore"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {m.ignore}
        </button>
      </div>
      <div class="bd-answers-more" id={id} hidden={!open} ref={more}>
        {quiet(m.ignoreHere, 'ignore-here', onIgnore)}
        {answers?.word &&
          quiet(m.ignoreWord(answers.word), 'ignore-word', () => answers.onHush('word'))}
        {answers?.site &&
          quiet(m.ignoreRule(answers.site), 'ignore-rule', () => answers.onHush('rule'))}
      </div>
    </div>
  );
}

/** Something in its place beside an anchor, in the top layer where the browser has one. */
export function Placed({
  anchor,
  children,
}: {
  anchor: CardProps['anchor'];
  children: preact.ComponentChildren;
}) {
  const frame = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const node = frame.current;
    if (node && 'showPopover' in node && !node.matches(':popover-open')) node.showPopover();
  }, []);

  useLayoutEffect(() => {
    const put = () => {
      const node = frame.current;
      const box = typeof anchor === 'function' ? anchor() : anchor;
      if (!node) return;
      if (!box) {
        node.style.left ||= `${gap}px`; // what it explains is nowhere
        return;
      }
      const view = window.visualViewport ?? { width: innerWidth, height: innerHeight };
      node.style.maxHeight = '';
      const spot = place(box, { width: node.offsetWidth, height: node.offsetHeight }, view);
      node.style.left = `${spot.left}px`;
      node.style.top = `${spot.top}px`;
      node.style.maxHeight = `${spot.height}px`;
    };
    // It hears of the size at once, when the browser has laid out the frame by itself; until
    // then the card lies where no press can meet it.
    const grown = new ResizeObserver(put);
    if (frame.current) grown.observe(frame.current);
    if (typeof anchor !== 'function') return () => grown.disconnect();
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, { capture: true, passive: true });
    return () => {
      grown.disconnect();
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, { capture: true });
    };
  });

  return (
    <div class="bd-root bd-place" popover="manual" ref={frame}>
      {children}
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
      <Placed anchor={p.anchor} key={`${p.finding.rule} ${p.finding.start}`}>
        <Card {...p} />
      </Placed>
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
