/** A list that stays at its end while somebody looks at the end, and is left alone otherwise. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

const NEAR = 24;

interface Scrolling {
  box: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

export function useScrolling(): Scrolling {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const lastTop = useRef(0);
  const [isAtEnd, setAtEnd] = useState(true);

  const follow = useCallback(() => {
    if (!sticks.current || !box.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    lastTop.current = box.current.scrollTop;
  }, []);

  const toEnd = useCallback(() => {
    sticks.current = true;
    setAtEnd(true);
    follow();
  }, [follow]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    // Content that has just grown also puts the end out of sight; only who goes up wants to stay there.
    if (isNear) sticks.current = true;
    else if (element.scrollTop < lastTop.current) sticks.current = false;
    lastTop.current = element.scrollTop;
    setAtEnd(sticks.current);
  }, []);

  useEffect(() => {
    const observer = new ResizeObserver(follow);
    if (content.current) observer.observe(content.current);
    if (box.current) observer.observe(box.current);
    follow();
    return () => observer.disconnect();
  }, [follow]);

  return { box, content, isAtEnd, toEnd, onScroll };
}

/** Goes to the end when something of one's own comes: a message that one has sent, or an answer that only oneself sees. */
export function useOwnAtEnd(stamps: (string | undefined)[], toEnd: () => void): void {
  const newest = stamps.reduce<string>((a, b = '') => (a > b ? a : b), '');
  const seen = useRef(newest);
  useEffect(() => {
    if (newest <= seen.current) return;
    seen.current = newest;
    toEnd();
  }, [newest, toEnd]);
}
