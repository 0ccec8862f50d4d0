import './nonce';
import '@/shared/design/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureApi } from '@/shared/api/client';
import { createQueryClient } from '@/shared/api/query';
import { preferredLanguage, startI18n } from '@/shared/i18n/index';
import { meQuery } from '@/shared/session/me';
import { Providers } from './providers';
import { createAppRouter } from './router';

const language = preferredLanguage();
configureApi({ language });
await startI18n(language);

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
configureApi({
  onSessionOver: () => {
    // Only somebody who was signed in is told; a visitor simply isn't.
    if (!queryClient.getQueryData(meQuery.queryKey)) return;
    queryClient.setQueryData(meQuery.queryKey, null);
    void router.navigate({ to: '/app/sign-in', search: { next: router.state.location.href } });
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient} router={router} />
    </StrictMode>,
  );
}
