import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { full } from '@/shared/ui/money';
import { listingsOf, type Mandate } from '../api';

/** 5 % of the price, at least …, at most …. */
export function Commission({ commission }: { commission: Mandate['commission'] }) {
  const { t } = useTranslation('mandates');
  const language = useLanguage();
  const percent = (commission.bps / 10_000).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 });
  return (
    <span className="jx-num" style={{ whiteSpace: 'normal' }}>
      {[
        t('commission.share', { percent }),
        ...(commission.min ? [t('commission.min', { amount: full(commission.min, language) })] : []),
        ...(commission.cap ? [t('commission.cap', { amount: full(commission.cap, language) })] : []),
      ].join(t('comma'))}
    </span>
  );
}

/** Everything of the principal, or one listing by its title. */
export function Scope({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation('mandates');
  const text = useText();
  const listing = typeof mandate.scope === 'object' ? mandate.scope.listing : undefined;
  const { data } = useQuery({ ...listingsOf(mandate.principal.id), enabled: listing !== undefined });
  if (!listing) return t('scope.all');
  const found = data?.find((one) => one.id === listing);
  return <Link to={paths.listing(listing)}>{found ? text(found.title) : t('scope.listing')}</Link>;
}
