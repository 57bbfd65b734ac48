/** The machine drawn: where the run is, how it got there, where it can go. */
import { useId, useMemo } from 'react';
import type { InspectedEvent, MachinePicture } from '../../../app/inspection.js';
import { layOut, type Place, placeOf } from './layout.js';
import './machine.css';
import { type Route, routeOf, routesOf } from './routes.js';
import type { Way } from './ways.js';
import { nameOf } from './ways.js';
import { toneOf } from './words.js';

export interface MachineProps {
  picture: MachinePicture;
  /** Path of the state that holds; absent where no run is chosen. */
  state?: string;
  ways: Way[];
  last?: InspectedEvent;
  /** The event whose lines stand out. */
  shown?: string;
  onShow(event: string | undefined): void;
}

export function Machine({ picture, state, ways, last, shown, onShow }: MachineProps) {
  const layout = useMemo(() => layOut(picture), [picture]);
  const routes = useMemo(() => routesOf(picture, layout), [picture, layout]);
  const id = useId();
  const between = (to: string) => (state ? routeOf(routes, layout, state, to) : undefined);
  const open = ways.flatMap((way) => way.to.flatMap((to) => ({ way, to, route: between(to) })));
  const arrived = last?.from && last.to ? routeOf(routes, layout, last.from, last.to) : undefined;
  const wanted = open.filter(({ way }) => way.event === shown);
  const marks = {
    ...(state ? { state } : {}),
    ...(last?.from ? { from: last.from } : {}),
    targets: wanted.map(({ to }) => to),
  };
  const lit = wanted.find(({ route }) => route);
  return (
    <svg
      className="machine"
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="img"
      aria-label={state ? `The run is in ${nameOf(state)}` : 'The states of a run'}
    >
      <defs>
        {['faint', 'open', 'lit', 'last'].map((kind) => (
          <Arrowhead key={kind} id={`${id}${kind}`} kind={kind} />
        ))}
      </defs>
      {routes.map((route) => (
        <Line key={`${route.from} ${route.to}`} route={route} kind="faint" head={`${id}faint`} />
      ))}
      {layout.places.map((place) => (
        <PlaceBox key={place.id} place={place} marks={marks} isHere={isHere(place, state)} />
      ))}
      {open.map(
        ({ way, to, route }) =>
          route && (
            <g
              key={`${way.event} ${to}`}
              onPointerEnter={() => onShow(way.event)}
              onPointerLeave={() => onShow(undefined)}
            >
              <path className="machine__reach" d={route.path} />
              <Line
                route={route}
                kind={way.event === shown ? 'lit' : 'open'}
                head={`${id}${way.event === shown ? 'lit' : 'open'}`}
              />
            </g>
          ),
      )}
      {arrived && last && (
        <g key={last.seq}>
          <Line route={arrived} kind="last" head={`${id}last`} />
        </g>
      )}
      {lit?.route && <Label route={lit.route} text={lit.way.event} kind="lit" width={layout.width} />}
      {!lit && arrived && last && <Label route={arrived} text={last.type} kind="last" width={layout.width} />}
    </svg>
  );
}

const isHere = (place: Place, state: string | undefined) =>
  state !== undefined && placeOf({ width: 0, height: 0, places: [place] }, state) !== undefined;

function Arrowhead({ id, kind }: { id: string; kind: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="7"
      markerHeight="7"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path className={`machine__head machine__head--${kind}`} d="M 0 0.8 L 8 4 L 0 7.2 z" />
    </marker>
  );
}

function Line({ route, kind, head }: { route: Route; kind: string; head: string }) {
  return (
    <path className={`machine__line machine__line--${kind}`} d={route.path} markerEnd={`url(#${head})`} />
  );
}

interface Marks {
  state?: string;
  from?: string;
  targets: string[];
}

function PlaceBox({ place, marks, isHere }: { place: Place; marks: Marks; isHere: boolean }) {
  const tone = toneOf(place.id);
  const mark = (id: string) =>
    `${id === marks.state ? ' machine__box--here' : ''}${id === marks.from && id !== marks.state ? ' machine__box--from' : ''}${marks.targets.includes(id) ? ' machine__box--target' : ''}`;
  const { x, y, width, height, chips } = place;
  return (
    <g className={`machine__place machine__place--${tone}${isHere ? ' machine__place--here' : ''}`}>
      <rect className={`machine__box${mark(place.id)}`} x={x} y={y} width={width} height={height} rx={8} />
      <text
        className="machine__name"
        x={chips.length > 0 ? x + 10 : x + width / 2}
        y={chips.length > 0 ? y + 19 : y + height / 2 + 4}
        textAnchor={chips.length > 0 ? 'start' : 'middle'}
      >
        {place.label}
      </text>
      {chips.map((chip) => (
        <g key={chip.id}>
          <rect
            className={`machine__box machine__chip${mark(chip.id)}`}
            x={chip.x}
            y={chip.y}
            width={chip.width}
            height={chip.height}
            rx={11}
          />
          <text className="machine__word" x={chip.x + chip.width / 2} y={chip.y + 15} textAnchor="middle">
            {chip.label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Stays inside of the drawing. */
function Label({ route, text, kind, width }: { route: Route; text: string; kind: string; width: number }) {
  const wide = text.length * 6 + 14;
  const x = Math.min(Math.max(route.middle.x - wide / 2, 2), width - wide - 2);
  return (
    <g className={`machine__label machine__label--${kind}`}>
      <rect x={x} y={route.middle.y - 9} width={wide} height={18} rx={9} />
      <text x={x + wide / 2} y={route.middle.y + 4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
