import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import App from 'antd/es/app';
import ConfigProvider from 'antd/es/config-provider';
import type { Locale } from 'antd/es/locale';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { Suspense, useEffect } from 'react';
import { configureApi } from '@/shared/api/client';
import { useThemeName } from '@/shared/design/scheme';
import { antdTheme } from '@/shared/design/theme';
import type { Language } from '@/shared/i18n/index';
import { useLanguage } from '@/shared/i18n/text';
import { CSP } from './nonce';
import type { AppRouter } from './router';

const LOCALES: Record<Language, Locale> = { 'zh-CN': zhCN, en: enUS };

export function Providers({ queryClient, router }: { queryClient: QueryClient; router: AppRouter }) {
  const theme = useThemeName();
  const language = useLanguage();
  useEffect(() => {
    configureApi({ language });
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  }, [language]);
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider locale={LOCALES[language]} theme={antdTheme(theme)} csp={CSP} button={{ autoInsertSpace: false }}>
        <App component={false}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </App>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
