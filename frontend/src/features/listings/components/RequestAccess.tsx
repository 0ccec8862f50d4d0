import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useRequestAccess } from '../api';

/** Asks the holder for the data room: who asks, and what for. */
export function RequestAccess({ listing, onClose }: { listing: string; onClose: () => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const request = useRequestAccess(listing, onClose);
  return (
    <Form<{ message: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ message }) => request.mutate(message.trim())}
    >
      <Form.Item
        name="message"
        label={t('unlock.message')}
        extra={t('unlock.message_teach')}
        rules={[{ required: true, whitespace: true, message: t('unlock.need') }]}
      >
        <Input.TextArea autoFocus maxLength={2000} rows={3} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={request.error} fields={{ message: t('unlock.message') }} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={request.isPending}>
            {t('unlock.do')}
          </Button>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
