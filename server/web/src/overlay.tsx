/** Card and gate over the page, in a shadow root as in the extension. */
import { useEffect, useRef } from 'preact/hooks';
import { type CardProps, type Mounted, mountCard } from '../../../extension/ui/card';
import { type GateProps, mountGate } from '../../../extension/ui/gate';

export function CardLayer(props: {
  card: CardProps;
  /** The pointer came onto the card, or left it. */
  onPointer(inside: boolean): void;
}) {
  return <Layer props={props.card} mount={mountCard} onPointer={props.onPointer} />;
}

export function GateLayer({ gate }: { gate: GateProps }) {
  return <Layer props={gate} mount={mountGate} />;
}

function Layer<Props extends object>({
  props,
  mount,
  onPointer,
}: {
  props: Props;
  mount(shadow: ShadowRoot, props: Props): Mounted<Props>;
  onPointer?(inside: boolean): void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted<Props> | null>(null);
  const first = useRef(props);

  useEffect(() => {
    const shadow = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const made = mount(shadow, first.current);
    mounted.current = made;
    return () => made.unmount();
  }, [mount]);
  useEffect(() => mounted.current?.update(props));

  return (
    <div
      ref={host}
      onPointerEnter={() => onPointer?.(true)}
      onPointerLeave={() => onPointer?.(false)}
    />
  );
}
