import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useMandateStep, type Mandate, type MandateAction } from '../api';
import { Example } from './Example';
import { Commission, Scope } from './Terms';

const ACTIONS: MandateAction[] = ['accept', 'decline', 'end'];

/** What the server lets its reader do with a mandate now. */
export function MandateActions({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation(['mandates', 'common']);
  const text = useText();
  const me = useMe();
  const [open, setOpen] = useState<MandateAction>();
  const close = () => setOpen(undefined);
  const step = useMandateStep(mandate.id, close);
  const shown = ACTIONS.filter((action) => mandate.allowed_actions.includes(action));
  const asked = open && shown.includes(open) ? open : undefined;
  const stale = step.error && Problem.from(step.error).status === 409;
  const other = text(me.organisation === mandate.principal.id ? mandate.intermediary.name : mandate.principal.name);
  // Taking back one's own proposal is another thing than ending what is in force.
  const key = (action: MandateAction) => (action === 'end' && mandate.state === 'proposed' ? 'take_back' : action);
  if (shown.length === 0 && !stale) return null;
  return (
    <div className="jx-stack" style={{ gap: 8 }}>
      {stale && <ProblemAlert problem={step.error} />}
      <div className="jx-row">
        {shown.map((action) => (
          <Button
            key={action}
            size="small"
            type={action === 'accept' ? 'primary' : 'default'}
            danger={key(action) === 'end'}
            aria-label={t(`do.${key(action)}.label`, { name: other })}
            onClick={() => {
              step.reset();
              setOpen(action);
            }}
          >
            {t(`do.${key(action)}.open`)}
          </Button>
        ))}
      </div>
      <Modal
        open={asked !== undefined && !stale}
        title={asked && t(`do.${key(asked)}.title`, { name: other })}
        okText={asked && t(`do.${key(asked)}.open`)}
        okButtonProps={{ danger: asked !== undefined && key(asked) === 'end' }}
        cancelText={t('common:action.back')}
        confirmLoading={step.isPending}
        onOk={() => asked && step.mutate({ action: asked, version: mandate.version })}
        onCancel={() => {
          close();
          step.reset();
        }}
      >
        <div className="jx-stack">
          {asked && <p>{t(`do.${key(asked)}.what`, { name: other })}</p>}
          {asked === 'accept' && (
            <div>
              <p>
                <Scope mandate={mandate} /> · <Commission commission={mandate.commission} />
                {mandate.may_act && ` · ${t('may_act.yes')}`}
              </p>
              <Example commission={mandate.commission} />
            </div>
          )}
          <ProblemAlert problem={step.error} />
        </div>
      </Modal>
    </div>
  );
}
