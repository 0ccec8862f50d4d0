import Tooltip from 'antd/es/tooltip';
import { useEffect, useState } from 'react';
import { useLanguage } from '@/shared/i18n/text';
import { exact, relative } from './time';

/** Now, anew every half minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A moment: how far away, exact on hover. With `due` it presses when less than two days are left. */
export function Time({ at, due = false }: { at: string; due?: boolean }) {
  const language = useLanguage();
  const now = useNow();
  const date = new Date(at);
  const presses = due && date.getTime() - now.getTime() < 2 * 86_400_000;
  return (
    <Tooltip title={<span className="jx-num">{exact(date, language)}</span>}>
      <time dateTime={at} className={presses ? 'jx-num jx-late' : 'jx-num'}>
        {relative(date, now, language)}
      </time>
    </Tooltip>
  );
}
