// ECharts, as little of it as bars and lines take; loaded when the first picture is drawn.
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { token, type ThemeName } from '@/shared/design/tokens';

register([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export interface Picture {
  title: string;
  labels: string[];
  values: (number | undefined)[];
  /** Along time as a line, among groups as bars. */
  line: boolean;
  format: (value: number) => string;
}

/** Draws a picture in the colours of the tokens. */
export function draw(element: HTMLElement, theme: ThemeName, picture: Picture): EChartsType {
  const color = (name: string) => token(theme, name);
  const chart = init(element, undefined, { renderer: 'canvas' });
  const text = { color: color('ink-soft'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const names = {
    type: 'category' as const,
    data: picture.labels,
    axisLabel: { ...text, width: picture.line ? 80 : 130, overflow: 'break' as const },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: color('line-strong') } },
  };
  const numbers = {
    type: 'value' as const,
    minInterval: picture.values.every((one) => one === undefined || Number.isInteger(one)) ? 1 : 0,
    splitNumber: 4,
    axisLabel: { ...text, formatter: (value: number) => picture.format(value) },
    splitLine: { lineStyle: { color: color('line') } },
  };
  chart.setOption({
    animation: !still,
    aria: { enabled: true, label: { enabled: true, description: picture.title } },
    textStyle: text,
    backgroundColor: color('sheet'),
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      backgroundColor: color('sheet'),
      borderColor: color('line-strong'),
      textStyle: { ...text, color: color('ink') },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? picture.format(value) : '–'),
    },
    xAxis: picture.line ? names : numbers,
    yAxis: picture.line ? numbers : { ...names, inverse: true },
    series: [
      {
        name: picture.title,
        type: picture.line ? 'line' : 'bar',
        data: picture.values.map((one) => one ?? null),
        barMaxWidth: 22,
        symbolSize: 8,
        lineStyle: { color: color('jade'), width: 2 },
        itemStyle: { color: color('jade') },
        label: {
          show: true,
          position: picture.line ? 'top' : 'right',
          ...text,
          formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? picture.format(value) : ''),
        },
      },
    ],
  });
  return chart;
}
