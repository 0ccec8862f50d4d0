import type { Listing } from './api';

/** A listing as its holder reads it. */
export const listing: Listing = {
  id: 'lst_1',
  number: 'JX-2026-000001',
  kind: 'supply',
  owner: { id: 'org_buyer', name: { en: 'Qianling Ventures' }, verified: true, hidden: false },
  title: { en: 'Hard carbon anode', zh: '硬碳负极' },
  summary: { en: 'Holds more charge.', zh: '容量更高。' },
  description: {},
  sector: null,
  ipc: [],
  trl: null,
  trl_evidence: {},
  rights: ['ordinary'],
  procedure: 'negotiated',
  price: { minor: 120_000_000, currency: 'CNY' },
  price_negotiable: true,
  price_rationale: {},
  region: null,
  patents: [],
  patent_count: 0,
  improvements: [],
  anonymous: false,
  state: 'draft',
  allowed_actions: ['edit', 'submit', 'withdraw'],
  waiting: { access_requests: 0, enquiries: 0 },
  version: 3,
  created_at: '2026-11-01T00:00:00Z',
  updated_at: '2026-11-02T00:00:00Z',
  published_at: null,
};

/** The same, somebody else's and published. */
export const theirs: Listing = {
  ...listing,
  owner: { id: 'org_holder', name: { en: 'Yunling University' }, verified: true, hidden: false },
  rights: ['assignment', 'ordinary', 'pledge_finance'],
  state: 'published',
  allowed_actions: [],
  waiting: undefined as never,
  published_at: '2026-11-02T00:00:00Z',
};
