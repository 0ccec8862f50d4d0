import { useTranslation } from 'react-i18next';
import { Stepper } from '@/shared/ui/Stepper';

const STEPS = ['account', 'address', 'organisation'] as const;

/** How far one is between a first visit and a first listing. */
export function Steps({ at }: { at: (typeof STEPS)[number] }) {
  const { t } = useTranslation('session');
  const current = STEPS.indexOf(at);
  return (
    <Stepper
      label={t('steps.name')}
      steps={STEPS.map((key, index) => ({
        key,
        label: t(`steps.${key}`),
        state: index < current ? 'done' : index === current ? 'current' : 'ahead',
      }))}
    />
  );
}
