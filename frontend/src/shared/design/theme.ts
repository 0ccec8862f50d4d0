import theme from 'antd/es/theme';
import type { ThemeConfig } from 'antd/es/config-provider';
import { token, type ThemeName } from './tokens';

const FONT = 'var(--jx-font)';

/** antd in our colours: the same tokens as the pages'. */
export function antdTheme(name: ThemeName): ThemeConfig {
  const t = (key: string) => token(name, key);
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: t('jade'),
      colorInfo: t('jade'),
      colorSuccess: t('jade'),
      colorWarning: t('gold'),
      colorError: t('vermilion'),
      colorLink: t('jade'),
      colorLinkHover: t('jade-hover'),
      colorSuccessBg: t('jade-wash'),
      colorSuccessBorder: t('line-strong'),
      colorInfoBg: t('jade-wash'),
      colorInfoBorder: t('line-strong'),
      colorWarningBg: t('gold-wash'),
      colorWarningBorder: t('gold'),
      colorErrorBg: t('vermilion-wash'),
      colorErrorBorder: t('vermilion'),
      colorText: t('ink'),
      colorTextHeading: t('ink'),
      colorTextSecondary: t('ink-soft'),
      colorTextTertiary: t('ink-faint'),
      colorTextDescription: t('ink-soft'),
      colorTextPlaceholder: t('ink-faint'),
      colorBgBase: t('sheet'),
      colorBgContainer: t('sheet'),
      colorBgElevated: t('sheet'),
      colorBgLayout: t('paper'),
      colorBorder: t('line-strong'),
      colorBorderSecondary: t('line'),
      colorSplit: t('line'),
      colorTextLightSolid: t('on-jade'),
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 6,
      borderRadiusLG: 6,
      boxShadow: t('shadow'),
      boxShadowSecondary: t('shadow'),
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        colorTextLightSolid: t('on-jade'),
      },
      Table: { headerBg: t('sunken'), headerColor: t('ink-soft'), cellPaddingBlockMD: 8, cellPaddingInlineMD: 12 },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Tooltip: { colorBgSpotlight: t('ink'), colorTextLightSolid: t('paper') },
      Segmented: { trackBg: t('sunken'), itemSelectedBg: t('sheet') },
    },
  };
}
