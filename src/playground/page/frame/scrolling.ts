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
  const [isAtEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    sticks.current = true;
    setAtEnd(true);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    sticks.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    setAtEnd(sticks.current);
  }, []);

  useEffect(() => {
    const follow = () => {
      if (sticks.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    };
    const observer = new ResizeObserver(follow);
    if (content.current) observer.observe(content.current);
    if (box.current) observer.observe(box.current);
    follow();
    return () => observer.disconnect();
  }, []);

  return { box, content, isAtEnd, toEnd, onScroll };
}
