import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { tradeabilityQuery, type Listing, type Tradeability as Found } from '../api';

const TONES: Record<Found['verdict'], Tone> = { green: 'done', amber: 'waiting', red: 'pressing' };

/** The light, and why it stands so: one line a finding, the worst first. */
export function Tradeability({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const { data, error } = useQuery(tradeabilityQuery(listing.id));
  const number = (id: string | null | undefined) => listing.patents.find((one) => one.id === id)?.number;
  return (
    <Section
      title={t('tradeability.title')}
      aside={data && <StateTag tone={TONES[data.verdict]} label={t(`tradeability.${data.verdict}`)} />}
    >
      <ProblemAlert problem={error} />
      <ul className="jx-checks">
        {data?.checks.map((check, index) => (
          <li key={index}>
            <StateTag tone={TONES[check.verdict]} label={t(`tradeability.verdict.${check.verdict}`)} />
            <span>
              {t(`tradeability.check.${check.code}`)}
              {number(check.patent) && <span className="jx-soft jx-mono"> {number(check.patent)}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p className="jx-soft">{t('tradeability.teach')}</p>
    </Section>
  );
}
