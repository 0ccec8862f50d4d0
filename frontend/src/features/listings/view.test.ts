import { expect, test } from 'vitest';
import { listing } from './testing';
import { asPublic } from './components/Preview';
import { readFilters } from './routes';
import { changed, checkCharacter, followed, merge, numberFault, patchOf, valuesOf } from './view';

test('a Chinese number is checked as it is typed', () => {
  expect(checkCharacter('201810392222')).toBe('0');
  expect(numberFault('ZL201810392222.0')).toBeUndefined();
  expect(numberFault('zl 2018 1039 2222.0')).toBeUndefined();
  expect(numberFault('2018103922220')).toBeUndefined();
  expect(numberFault('ZL201810392222.5')).toEqual({ code: 'check', expected: '0' });
  expect(numberFault('ZL201810392222')).toEqual({ code: 'check', expected: '0' });
  expect(numberFault('ZL2018103')).toEqual({ code: 'length' });
  expect(numberFault('US7788160B2')).toBeUndefined();
  expect(numberFault('CN108000000B')).toBeUndefined();
  expect(numberFault('7,788')).toEqual({ code: 'shape' });
});

test('what is typed is sent field by field, and only what changed', () => {
  const before = valuesOf(listing);
  const after = { ...before, title: { en: ' Hard carbon anode ', zh: '硬碳' }, price: '1300000.5', region: 'cn-gz' };
  const fields = changed(before, after);
  expect(fields).toEqual(['title', 'price', 'region']);
  expect(patchOf(after, fields)).toEqual({
    title: { en: 'Hard carbon anode', zh: '硬碳' },
    price: { minor: 130_000_050, currency: 'CNY' },
    region: 'CN-GZ',
  });
  expect(patchOf({ ...before, price: '' }, ['price'])).toEqual({ price: null });
  expect(patchOf({ ...before, price: 'cheap' }, ['price'])).toBeUndefined();
  // A row in which nothing was written is no improvement.
  expect(changed(before, { ...before, improvements: [{ what: {}, unit: {}, against: {} }] })).toEqual([]);
});

test('two who write at once lose nothing', () => {
  const base = valuesOf(listing);
  const mine = { ...base, trl: 7, title: { en: 'Mine' } };
  const others = { ...base, title: { en: 'Theirs' }, sector: 'new_energy' as const };
  const { values, taken, clashes } = merge(base, mine, others);
  expect(values.title).toEqual({ en: 'Mine' });
  expect([values.trl, values.sector]).toEqual([7, 'new_energy']);
  expect([taken, clashes]).toEqual([['sector'], ['title']]);
  expect(merge(base, mine, base)).toMatchObject({ taken: [], clashes: [] });
});

test('the coach asks for what readers look for', () => {
  const bare = followed(valuesOf(listing), 0);
  expect([bare.title, bare.price, bare.languages]).toEqual([true, true, true]);
  expect([bare.improvements, bare.trl, bare.documents, bare.rationale]).toEqual([false, false, false, false]);
  const half = { ...valuesOf(listing), improvements: [{ what: { en: 'Capacity' }, to: '342' }] };
  expect(followed(half, 1)).toMatchObject({ improvements: false, documents: true });
  const whole = { ...half, improvements: [{ what: { en: 'Capacity' }, to: '342', against: { en: 'coconut shell' } }] };
  expect(followed(whole, 0).improvements).toBe(true);
});

test('the preview without a name gives nothing away', () => {
  const own = {
    ...listing,
    patents: [{ id: 'pat_1', number: 'ZL201810392222.0', title: {} }],
    patent_count: 1,
  };
  const hidden = { zh: '未公开', en: 'Undisclosed' };
  const open = asPublic(own, valuesOf(own), hidden);
  expect([open.owner.id, open.patents.length]).toEqual(['org_buyer', 1]);
  const unnamed = asPublic(own, { ...valuesOf(own), anonymous: true }, hidden);
  expect([unnamed.owner.id, unnamed.owner.name, unnamed.patents, unnamed.patent_count]).toEqual([null, hidden, [], 1]);
});

test('an address is read for what it means, the rest is dropped', () => {
  expect(readFilters({ state: 'draft', waiting: 'mine', x: 1 })).toEqual({ state: 'draft', waiting: 'mine' });
  expect(readFilters({ state: 'odd', waiting: 'theirs' })).toEqual({});
});
