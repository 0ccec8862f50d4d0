import { useTranslation } from 'react-i18next';
import './stepper.css';

export interface Step {
  key: string;
  label: string;
  state: 'done' | 'current' | 'ahead' | 'stopped';
  note?: string | undefined;
}

/** Turns the stages that the API names into steps: what lies before the current one is done. */
export function stepsOf(stages: string[], current: string, label: (stage: string) => string): Step[] {
  const at = stages.indexOf(current);
  const last = stages.length - 1;
  return stages.map((key, index) => ({
    key,
    label: label(key),
    state: index < at || (index === at && at === last) ? 'done' : index === at ? 'current' : 'ahead',
  }));
}

/** Where a procedure stands, as an ordered list. */
export function Stepper({ steps, label }: { steps: Step[]; label: string }) {
  const { t } = useTranslation('common');
  return (
    <ol className="jx-stepper" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`jx-step jx-step-${step.state}`}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <span className="jx-step-mark" aria-hidden="true">
            {step.state === 'done' ? '✓' : step.state === 'stopped' ? '✕' : ''}
          </span>
          <span>
            {step.label}
            <span className="jx-hidden"> – {t(`step.${step.state}`)}</span>
            {step.note && <span className="jx-step-note">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
