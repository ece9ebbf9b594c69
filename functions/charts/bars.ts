/**
 * Charts as SVG, drawn where there is no browser. Pure: numbers in, text out. A chart is always beside a table of the same
 * numbers, and nothing in it is told by colour alone: every bar has its number, and its name beside it.
 */
import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

export interface Bar {
  readonly label: string;
  readonly number: number;
}

/** What is counted several ways for each label, as raised and ended by the month. */
export interface Series {
  readonly called: string;
  readonly numbers: readonly number[];
}

/** Half of a wide page: text is then as large as beside it. */
const width = 460;
const text = "#0b0c0c";
/** On white, 11:1 and 4.6:1; beside each other they differ in lightness too, for whoever tells no colours apart. */
const colours = ["#1d3c5a", "#c2410c"];
/** Text in a chart that is shown at its own size is as large as that beside it. */
const font = { fontFamily: "Arial, Helvetica, sans-serif", fontSize: 16, color: text };
/** How much room names have is said and not measured: no browser is there whose letters could be. */
const nameWidth = 170;
const grid = { left: 8, right: 48, top: 8, bottom: 8, outerBoundsMode: "none" };
const noLines = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } };

/** Bars that lie, one below another in the order given. */
export function bars(some: readonly Bar[]): string {
  return drawn(some.length * 60 + 16, {
    grid: { ...grid, left: nameWidth + 40 },
    xAxis: { type: "value", show: false, min: 0 },
    yAxis: {
      type: "category",
      inverse: true,
      data: some.map(({ label }) => label),
      ...noLines,
      axisLabel: { ...font, fontSize: 14, width: nameWidth, overflow: "break", lineHeight: 16 },
    },
    series: [
      {
        type: "bar",
        barWidth: 24,
        data: some.map(({ number }) => number),
        label: { show: true, position: "right", ...font, fontWeight: "bold" },
      },
    ],
  });
}

/** Bars that stand beside each other for each label, with a legend of what each is. */
export function groupedBars(labels: readonly string[], series: readonly Series[]): string {
  return drawn(320, {
    grid: { ...grid, right: 8, top: 56, bottom: 48 },
    legend: { top: 0, left: 0, textStyle: font, data: series.map(({ called }) => called) },
    xAxis: {
      type: "category",
      data: [...labels],
      ...noLines,
      axisLine: { show: true, lineStyle: { color: text } },
      axisLabel: { ...font, fontSize: 11, interval: 0, lineHeight: 14 },
    },
    yAxis: { type: "value", show: false, min: 0 },
    series: series.map(({ called, numbers }) => ({
      type: "bar",
      name: called,
      data: [...numbers],
      // Nothing is written over a bar that there is none of.
      label: {
        show: true,
        position: "top",
        ...font,
        fontSize: 11,
        formatter: ({ value }: { value: unknown }) => (value === 0 ? "" : String(value)),
      },
    })),
  });
}

function drawn(height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: "#fff", color: colours, textStyle: font, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
