import Tooltip from 'antd/es/tooltip';
import { useLanguage } from '@/shared/i18n/text';
import { full, short, type Amount } from './money';

/** An amount as people say it; the whole of it on hover and for screen readers. */
export function Money({ amount, strong = false }: { amount: Amount; strong?: boolean }) {
  const language = useLanguage();
  const said = short(amount, language);
  const whole = full(amount, language);
  const text = strong ? <strong>{said}</strong> : said;
  if (said === whole) return <span className="jx-num">{text}</span>;
  return (
    <Tooltip title={<span className="jx-num">{whole}</span>}>
      <span className="jx-num">{text}</span>
    </Tooltip>
  );
}
