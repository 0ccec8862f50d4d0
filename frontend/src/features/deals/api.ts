import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useRef } from 'react';
import { useCommand } from '@/shared/api/query';
import { upload } from '@/shared/api/upload';

export type Deal = Schemas['DealOut'];
export type DealAction = Schemas['DealAction'];
export type DealStage = Schemas['DealStage'];
export type DocumentKind = Schemas['DocumentKind'];
export type Document = Schemas['DealDocumentOut'];
export type Message = Schemas['DealMessageOut'];

export const dealsQuery = (stage: DealStage | undefined) =>
  infiniteQueryOptions({
    queryKey: ['deals', 'list', stage ?? 'all'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/deals', {
          params: { query: { limit: 30, ...(stage && { stage }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const dealQuery = (id: string) =>
  queryOptions({
    queryKey: ['deals', id],
    queryFn: () => answer(api.GET('/api/v1/deals/{id}', { params: { path: { id } } })),
  });

const touches = [['deals'], ['home'], ['desk'], ['listings'], ['notifications']];

function at(id: string, key: string) {
  return { params: { path: { id } }, headers: { 'Idempotency-Key': key } };
}

/** Steps that say no more than which version they are meant for. */
const PLAIN = {
  sign: '/api/v1/deals/{id}/actions/sign',
  confirm_recordal: '/api/v1/deals/{id}/actions/confirm_recordal',
  deliver: '/api/v1/deals/{id}/actions/deliver',
  accept: '/api/v1/deals/{id}/actions/accept',
  extend: '/api/v1/deals/{id}/actions/extend',
  release: '/api/v1/deals/{id}/actions/release',
  confirm_ruling: '/api/v1/deals/{id}/actions/confirm_ruling',
  withdraw_dispute: '/api/v1/deals/{id}/actions/withdraw_dispute',
} as const;
export type PlainAction = keyof typeof PLAIN;
export const PLAIN_ACTIONS = Object.keys(PLAIN) as PlainAction[];

export function useStep(id: string, onDone: () => void) {
  return useCommand({
    run: ({ action, version }: { action: PlainAction; version: number }, key): Promise<Deal> =>
      answer(api.POST(PLAIN[action], { ...at(id, key), body: { version } })),
    touches,
    onDone,
  });
}

export function useCancel(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['CancelDealIn'], key) =>
      answer(api.POST('/api/v1/deals/{id}/actions/cancel', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useFiling(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['FileDealIn'], key) =>
      answer(api.POST('/api/v1/deals/{id}/actions/file', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useDispute(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['DisputeDealIn'], key) =>
      answer(api.POST('/api/v1/deals/{id}/actions/dispute', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useEvidence(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['EvidenceIn'], key) =>
      answer(api.POST('/api/v1/deals/{id}/actions/add_evidence', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useRuling(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['ProposeRulingIn'], key) =>
      answer(api.POST('/api/v1/deals/{id}/actions/propose_ruling', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export interface NewFile {
  kind: DocumentKind;
  file: File;
  /** Tells two files of the same kind apart: a file itself has no text. */
  name: string;
  size: number;
  changed: number;
}

/** Sends a file; `onProgress` hears how far it is, from 0 to 1. */
export function useUpload(id: string, onDone: () => void, onProgress: (share: number) => void) {
  const stop = useRef<AbortController>(undefined);
  const command = useCommand({
    run: ({ kind, file }: NewFile, key) => {
      const form = new FormData();
      form.append('kind', kind);
      form.append('file', file, file.name);
      stop.current = new AbortController();
      const path = `/api/v1/deals/${id}/documents`;
      return upload<Document>({ path, form, key, onProgress, signal: stop.current.signal });
    },
    touches,
    onDone,
  });
  return { ...command, stop: () => stop.current?.abort() };
}

export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['deals', id, 'messages'],
    queryFn: async () => {
      const { items } = await answer(api.GET('/api/v1/deals/{id}/messages', { params: { path: { id } } }));
      return items;
    },
  });

export function useWrite(id: string, onDone: () => void) {
  return useCommand({
    run: (text: string, key) => answer(api.POST('/api/v1/deals/{id}/messages', { ...at(id, key), body: { text } })),
    touches: [['deals', id, 'messages']],
    onDone,
  });
}

/** Is the bank a sandbox, where anyone who owes pays with invented money? */
export const sandboxQuery = queryOptions({
  queryKey: ['deals', 'sandbox'],
  staleTime: Infinity,
  queryFn: () => answer(api.GET('/api/v1/bank/sandbox')),
});

/** Pays by the bank of the demonstration, which answers at once. */
export function useSandboxPayment(onDone: () => void) {
  return useCommand({
    run: (body: Schemas['DepositIn'], key) =>
      answer(api.POST('/api/v1/bank/sandbox/deposits', { headers: { 'Idempotency-Key': key }, body })),
    touches,
    onDone,
  });
}
