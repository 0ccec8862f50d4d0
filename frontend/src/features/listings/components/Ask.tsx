import { useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useAsk, type Listing } from '../api';

/** A question to the holder, before any offer. */
export function Ask({ listing, onClose }: { listing: Listing; onClose: () => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const navigate = useNavigate();
  const ask = useAsk(listing.id, (enquiry) => void navigate({ to: paths.enquiry(enquiry.id) }));
  return (
    <Form<{ text: string }>
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-listing-form"
      onFinish={({ text }) => ask.mutate(text.trim())}
    >
      <Form.Item
        name="text"
        label={t('ask.label')}
        extra={t('ask.teach')}
        rules={[{ required: true, whitespace: true, message: t('ask.need') }]}
      >
        <Input.TextArea autoFocus maxLength={5000} rows={3} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={ask.error} fields={{ text: t('ask.label') }} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            {t('ask.do')}
          </Button>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
