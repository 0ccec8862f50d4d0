import { useEffect, useRef, useState } from 'react';

const WAIT = 6_000;

/**
 * Undo instead of "are you sure": what is asked for is carried out after a moment, in which it can be taken back. Who
 * leaves the page meant it.
 */
export function useUndoable(carryOut: (id: string) => void) {
  const [waiting, setWaiting] = useState<string[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latest = useRef(carryOut);
  useEffect(() => {
    latest.current = carryOut;
  });
  useEffect(() => {
    const open = timers.current;
    return () => {
      for (const [id, timer] of open) {
        clearTimeout(timer);
        latest.current(id);
      }
      open.clear();
    };
  }, []);
  const forget = (id: string) => {
    timers.current.delete(id);
    setWaiting((before) => before.filter((one) => one !== id));
  };
  return {
    /** What is about to be carried out. */
    waiting,
    ask: (id: string) => {
      if (timers.current.has(id)) return;
      setWaiting((before) => [...before, id]);
      timers.current.set(
        id,
        setTimeout(() => {
          latest.current(id);
          forget(id);
        }, WAIT),
      );
    },
    undo: (id: string) => {
      clearTimeout(timers.current.get(id));
      forget(id);
    },
  };
}
