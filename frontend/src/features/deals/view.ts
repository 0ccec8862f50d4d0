import { stepsOf, type Step } from '@/shared/ui/Stepper';
import type { Tone } from '@/shared/ui/StateTag';
import type { Deal, DealStage } from './api';

export type Side = 'seller' | 'buyer';
type Party = Deal['acting_next'][number];

const OVER: DealStage[] = ['closed', 'cancelled', 'refunded'];

export function isOver(stage: DealStage): boolean {
  return OVER.includes(stage);
}

/** On which side an organisation stands; undefined for onlookers (the operator, an intermediary). */
export function sideOf(deal: Pick<Deal, 'parties'>, organisation: string | null | undefined): Side | undefined {
  if (deal.parties.seller.id === organisation) return 'seller';
  if (deal.parties.buyer.id === organisation) return 'buyer';
  return undefined;
}

/** Does the next step wait for this organisation? */
export function waitsFor(deal: Deal, organisation: string | null | undefined, operator: boolean): boolean {
  const side = sideOf(deal, organisation);
  return deal.acting_next.some((party) => {
    if (party === 'operator' || party === 'second_operator') return operator;
    // The bank moves the money, but the buyer pays it in.
    if (party === 'bank') return side === 'buyer' && deal.stage === 'funding';
    if (party === 'either_side') return side !== undefined;
    return party === side;
  });
}

/** Whom the next step waits for besides its reader: an organisation by its name, others by their part. */
export function others(
  deal: Deal,
  organisation: string | null | undefined,
  operator: boolean,
): { party: Party; name?: Deal['parties']['seller']['name'] }[] {
  return deal.acting_next
    .filter((party) => !waitsFor({ ...deal, acting_next: [party] }, organisation, operator))
    .map((party) => (party === 'seller' || party === 'buyer' ? { party, name: deal.parties[party].name } : { party }));
}

export function toneOf(stage: DealStage): Tone {
  if (stage === 'closed') return 'done';
  if (stage === 'cancelled' || stage === 'refunded') return 'stopped';
  return stage === 'disputed' ? 'pressing' : 'waiting';
}

/** When the deal left a stage for the one after it, if it did. */
export function leftAt(deal: Deal, stage: string): string | undefined {
  return deal.history.findLast((step) => step.from === stage && step.to !== stage && step.to !== 'disputed')?.at;
}

/** The road of this deal, as its checklist names it, how far it came, and on which day each part was done. */
export function steps(deal: Deal, label: (stage: string) => string, day: (at: string) => string): Step[] {
  return stages(deal, label).map((step) => {
    const at = step.key === 'closed' ? deal.history.findLast(({ to }) => to === 'closed')?.at : leftAt(deal, step.key);
    return step.state === 'done' && at ? { ...step, note: day(at) } : step;
  });
}

function stages(deal: Deal, label: (stage: string) => string): Step[] {
  const road = [...new Set<string>(deal.checklist.map((item) => item.stage)), 'closed'];
  if (deal.stage === 'disputed') {
    const from = deal.dispute?.from ?? road[0] ?? '';
    return stopAt(stepsOf(road, from, label), from, label('disputed'));
  }
  if (deal.stage === 'cancelled' || deal.stage === 'refunded') {
    // Where it was when it ended: a dispute is no stage of the road.
    const last = deal.history.findLast((step) => road.includes(step.to))?.to ?? road[0] ?? '';
    return stopAt(stepsOf(road, last, label), last, label(deal.stage));
  }
  return stepsOf(road, deal.stage, label);
}

function stopAt(all: Step[], key: string, note: string): Step[] {
  return all.map((step) => (step.key === key ? { ...step, state: 'stopped', note } : step));
}

/** What is left for the seller when the whole price is released: every charge comes out of it, whoever owes it. */
export function sellerKeeps(deal: Deal): number {
  return deal.charges.reduce((left, charge) => Math.max(left - charge.amount.minor, 0), deal.price.minor);
}

export interface Shown {
  at: string;
  organisation: string | null;
  text: string;
  document?: string;
}

/** What either side has shown in the dispute under way. */
export function evidence(deal: Deal): Shown[] {
  const since = deal.dispute?.at;
  return deal.history
    .filter((step) => step.action === 'add_evidence' && (!since || step.at >= since))
    .map((step) => {
      const facts = step.facts as Record<string, unknown>;
      const document = facts['document'];
      return {
        at: step.at,
        organisation: step.organisation ?? null,
        text: typeof facts['text'] === 'string' ? facts['text'] : '',
        ...(typeof document === 'string' && { document }),
      };
    });
}

export interface Version {
  document: Deal['documents'][number];
  /** 1, 2, 3 … among the deal's contracts; none for other files. */
  version?: number;
  /** A later contract took its place. */
  superseded: boolean;
}

/** The files, newest first; contracts are versions of one another. */
export function versions(documents: Deal['documents']): Version[] {
  const contracts = documents.filter(({ kind }) => kind === 'contract');
  return documents
    .map((document): Version => {
      const place = contracts.indexOf(document);
      if (place < 0) return { document, superseded: false };
      return { document, version: place + 1, superseded: place < contracts.length - 1 };
    })
    .reverse();
}
