import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Problem } from '@/shared/api/problem';
import { full, short, toMinor, toText } from './money';
import { ProblemAlert } from './ProblemAlert';
import { stepsOf } from './Stepper';
import { relative } from './time';

const cny = (minor: number) => ({ minor, currency: 'CNY' });

test('amounts are shortened as people say them, and only where nothing is lost', () => {
  expect(short(cny(168_000_000), 'zh-CN')).toBe('168 万元');
  expect(short(cny(168_000_000), 'en')).toBe('CNY 1.68 million');
  expect(short(cny(12_345_678_900_00), 'zh-CN')).toBe('12,345,678,900 元');
  expect(short(cny(250_000_000_00), 'zh-CN')).toBe('2.5 亿元');
  expect(short(cny(1_234_567_00), 'en')).toBe('CNY 1,234,567');
  expect(short(cny(999_900), 'zh-CN')).toBe('9,999 元');
  expect(short({ minor: 5_000_000, currency: 'JPY' }, 'en')).toBe('JPY 5 million');
  expect(full(cny(168_000_050), 'en')).toBe('CNY 1,680,000.50');
});

test('typed amounts become minor units exactly, or nothing', () => {
  expect(toMinor('1,680,000.5', 'CNY')).toBe(168_000_050);
  expect(toMinor('0.07', 'CNY')).toBe(7);
  expect(toMinor('1.234', 'CNY')).toBeUndefined();
  expect(toMinor('1.5', 'JPY')).toBeUndefined();
  expect(toMinor('abc', 'CNY')).toBeUndefined();
  expect(toText(cny(168_000_050))).toBe('1680000.50');
  expect(toText(cny(7))).toBe('0.07');
});

test('moments are told from now', () => {
  const now = new Date('2026-01-10T00:00:00Z');
  expect(relative(new Date('2026-01-13T01:00:00Z'), now, 'en')).toBe('in 3 days');
  expect(relative(new Date('2026-01-11T12:00:00Z'), now, 'en')).toBe('in 36 hours');
  expect(relative(new Date('2026-01-09T22:00:00Z'), now, 'zh-CN')).toBe('2小时前');
});

test('stages before the current one are done, and a last one reached is', () => {
  const states = (current: string) => stepsOf(['a', 'b', 'c'], current, (key) => key).map((step) => step.state);
  expect(states('b')).toEqual(['done', 'current', 'ahead']);
  expect(states('c')).toEqual(['done', 'done', 'done']);
});

test('a problem says what to do, by code and by field', () => {
  const problem = Problem.of(
    {
      code: 'validation',
      retryable: false,
      errors: [{ field: 'price.minor', code: 'out_of_range', limit: '1 to 10' }],
      request_id: 'req_7',
    },
    422,
  );
  render(<ProblemAlert problem={problem} fields={{ price: 'Price' }} />);
  const alert = screen.getByRole('alert');
  expect(alert).toHaveTextContent('Correct what is marked');
  expect(alert).toHaveTextContent('Price: is out of range (1 to 10)');
  expect(alert).toHaveTextContent('req_7');
});
