import { DownloadOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useThemeName } from '@/shared/design/scheme';
import type { EChartsType } from 'echarts/core';
import type * as Drawing from './draw';
import type { Picture as Shown } from './draw';

let drawing: Promise<typeof Drawing> | undefined;

/** The library, asked for once, however many pictures wait for it. */
const loadDrawing = () => (drawing ??= import('./draw'));

/** A picture of one figure. What it shows stands in the table beside it, to the last number. */
export function Picture({ picture, name }: { picture: Shown; name: string }) {
  const { t } = useTranslation('insights');
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const empty = picture.values.every((one) => one === undefined);
  const drawn = JSON.stringify([picture.title, picture.labels, picture.values]);
  useEffect(() => {
    const element = frame.current;
    if (!element || empty) return undefined;
    let gone = false;
    const resize = new ResizeObserver(() => chart.current?.resize());
    void loadDrawing().then(({ draw }) => {
      if (gone) return;
      chart.current = draw(element, theme, picture);
      resize.observe(element);
    });
    return () => {
      gone = true;
      resize.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- drawn anew when what is drawn is another
  }, [drawn, theme, empty]);
  const save = () => {
    const address = chart.current?.getDataURL({ type: 'png', pixelRatio: 2 });
    if (!address) return;
    const link = document.createElement('a');
    link.href = address;
    link.download = `${name}.png`;
    link.click();
  };
  if (empty) return <p className="jx-soft jx-chart-empty">{t('chart_empty')}</p>;
  return (
    <figure className="jx-chart">
      <div
        ref={frame}
        role="img"
        aria-label={picture.title}
        style={{ height: picture.line ? 240 : Math.max(160, picture.labels.length * 42) }}
      />
      <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={save}>
        {t('save_png')}
      </Button>
    </figure>
  );
}
