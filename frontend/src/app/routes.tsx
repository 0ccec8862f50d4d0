// How a feature joins the application. One folder a domain, named as in ../src of the server:
//
//   features/X/api.ts           queries (queryOptions, keys begin with 'X') and commands (useCommand) over shared/api
//   features/X/routes.tsx       `xRoutes`: createRoute under workspaceRoute (or publicRoute), components by
//                               lazyRouteComponent, filters by validateSearch; `xNav`, `xCommands` for sidebar and palette
//   features/X/components/…     pages and their parts; a page is drawn in shared/ui/Page
//   features/X/*.test.tsx       against msw, by roles and texts (shared/testing)
//   locales/{zh-CN,en}/X.json   its texts, namespace X; words of the whole product (rights, states, sectors, actions)
//                               are in common.json, texts of error codes in errors.json, the sidebar's in app.json
//
// To add one: write the folder and both locale files, add its routes, nav and commands to this file, its names to
// app.json (`nav`, `commands`), its paths to shared/routing/paths.ts when others link to it. Nothing else is touched.
//
// - Features import shared and themselves, never each other nor app (eslint says so).
// - Filters, tabs and the open panel live in the URL. Server state lives in the query cache, form state in antd's Form.
// - What may be done is drawn from `allowed_actions`; a stale version (409) shows the new state next to the reason.
// - Money and bids are never optimistic. Amounts by Money, moments by Time, states by StateTag, faults by ProblemAlert.
// - antd is imported by component: `antd/es/button`. Colours and measures only from the tokens (tokens.css).
// - Texts: `{{name}}`, `_one`, `_other`, nothing else. Never build a sentence out of parts.
import { createRoute } from '@tanstack/react-router';
import { dealsCommands, dealsNav, dealsRoutes } from '@/features/deals/routes';
import { deskCommands, deskNav, deskRoutes } from '@/features/desk/routes';
import { enquiriesCommands, enquiriesNav, enquiriesRoutes } from '@/features/enquiries/routes';
import { homeNav, homeRoutes } from '@/features/home/routes';
import { insightsCommands, insightsNav, insightsRoutes } from '@/features/insights/routes';
import { inboxCommands, inboxNav, inboxRoutes } from '@/features/inbox/routes';
import { listingsCommands, listingsNav, listingsRoutes } from '@/features/listings/routes';
import { ledgerCommands, ledgerNav, ledgerRoutes } from '@/features/ledger/routes';
import { mandatesCommands, mandatesNav, mandatesRoutes } from '@/features/mandates/routes';
import { offersCommands, offersNav, offersRoutes } from '@/features/offers/routes';
import { settingsCommands, settingsNav, settingsRoutes } from '@/features/settings/routes';
import { accountCommands, accountRoutes } from '@/features/account/routes';
import { organisationsCommands, organisationsNav, organisationsRoutes } from '@/features/organisations/routes';
import { sessionPublicRoutes } from '@/features/session/routes';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { publicRoute, rootRoute, workspaceRoute } from '@/shared/routing/root';
import { Missing } from './boundaries';
import { Shell } from './Shell';

workspaceRoute.update({ component: Shell });

/** An address under /app/ that nothing answers is said to be wrong inside the shell, where one can go on. */
const missing = createRoute({ getParentRoute: () => workspaceRoute, path: '/app/$', component: Missing });

export const routeTree = rootRoute.addChildren([
  publicRoute.addChildren([...sessionPublicRoutes]),
  workspaceRoute.addChildren([
    ...homeRoutes,
    ...offersRoutes,
    ...dealsRoutes,
    ...inboxRoutes,
    ...mandatesRoutes,
    ...deskRoutes,
    ...listingsRoutes,
    ...enquiriesRoutes,
    ...settingsRoutes,
    ...insightsRoutes,
    ...organisationsRoutes,
    ...accountRoutes,
    ...ledgerRoutes,
    missing,
  ]),
]);

export const nav: NavItem[] = [
  ...homeNav,
  ...offersNav,
  ...dealsNav,
  ...inboxNav,
  ...mandatesNav,
  ...deskNav,
  ...listingsNav,
  ...enquiriesNav,
  ...settingsNav,
  ...insightsNav,
  ...organisationsNav,
  ...ledgerNav,
].sort((a, b) => a.order - b.order);

export const commands: PaletteCommand[] = [
  ...offersCommands,
  ...dealsCommands,
  ...inboxCommands,
  ...mandatesCommands,
  ...deskCommands,
  ...listingsCommands,
  ...enquiriesCommands,
  ...settingsCommands,
  ...insightsCommands,
  ...organisationsCommands,
  ...accountCommands,
  ...ledgerCommands,
];
