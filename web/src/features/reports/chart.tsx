import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { computeAxis, pickDurationUnit } from "./axis";
import styles from "./chart.module.css";

interface Point {
  label: string;
  value: number | null;
}

export interface Series {
  name: string;
  tone: "first" | "second";
  isDashed?: boolean;
  points: Point[];
}

interface ChartProps {
  /** The accessible name. */
  title: string;
  kind: "bars" | "lines";
  series: Series[];
  format: (value: number) => string;
  /** `true` if the values are seconds. */
  isDuration?: boolean;
}

const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 26;
const TOP = 10;
const MIN_WIDTH = 240;
const MIN_LABEL_WIDTH = 64;
const MAX_BAR_WIDTH = 44;

/** Maps data to coordinates. */
interface Scale {
  width: number;
  slotWidth: number;
  getX: (index: number) => number;
  getY: (value: number) => number;
}

/** A bar or line chart over days or hours. A hidden table has the same numbers for screen readers. */
export function Chart({ title, kind, series, format, isDuration = false }: ChartProps) {
  const containerRef = useRef<HTMLDivElement>(null);
  const width = useWidth(containerRef);
  const labels = series[0]?.points.map((point) => point.label) ?? [];
  const max = Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const ticks = computeAxis(max, isDuration ? pickDurationUnit(max) : 1);
  const top = ticks.at(-1) ?? 1;
  const slotWidth = (width - LEFT) / Math.max(1, labels.length);
  const scale: Scale = {
    width,
    slotWidth,
    getX: (index) => LEFT + slotWidth * (index + 0.5),
    getY: (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top),
  };
  return (
    <div ref={containerRef}>
      <svg className={styles["chart"]} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        <Axes ticks={ticks} labels={labels} scale={scale} format={format} />
        {kind === "bars" ? (
          <Bars points={series[0]?.points ?? []} scale={scale} format={format} />
        ) : (
          series.map((line) => <Line key={line.name} series={line} scale={scale} format={format} />)
        )}
      </svg>
      <DataTable title={title} labels={labels} series={series} format={format} />
    </div>
  );
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(560);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    setWidth(Math.max(MIN_WIDTH, element.clientWidth));
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(MIN_WIDTH, entry.contentRect.width)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

interface AxesProps {
  ticks: number[];
  labels: string[];
  scale: Scale;
  format: (value: number) => string;
}

function Axes({ ticks, labels, scale: { width, getX, getY }, format }: AxesProps) {
  const maxLabels = Math.max(1, Math.floor((width - LEFT) / MIN_LABEL_WIDTH));
  const labelInterval = Math.ceil(labels.length / maxLabels);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles["grid"]} x1={LEFT} x2={width} y1={getY(tick)} y2={getY(tick)} />
          <text className={styles["label"]} x={LEFT - 10} y={getY(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {labels.map((label, index) =>
        index % labelInterval === 0 ? (
          <text key={index} className={styles["label"]} x={getX(index)} y={HEIGHT - 6} textAnchor="middle">
            {label}
          </text>
        ) : null,
      )}
    </>
  );
}

interface BarsProps {
  points: Point[];
  scale: Scale;
  format: (value: number) => string;
}

function Bars({ points, scale: { slotWidth, getX, getY }, format }: BarsProps) {
  const barWidth = Math.min(slotWidth * 0.62, MAX_BAR_WIDTH);
  return points.map(({ label, value }, index) => (
    <g key={index}>
      <rect
        className={styles["hoverArea"]}
        x={getX(index) - slotWidth / 2}
        y={TOP}
        width={slotWidth}
        height={HEIGHT - TOP - BOTTOM}
      >
        <title>{`${label}: ${format(value ?? 0)}`}</title>
      </rect>
      <rect
        className={styles["bar"]}
        pointerEvents="none"
        x={getX(index) - barWidth / 2}
        width={barWidth}
        y={getY(value ?? 0)}
        height={Math.max(0, getY(0) - getY(value ?? 0))}
        rx={3}
      />
    </g>
  ));
}

interface LineProps {
  series: Series;
  scale: Scale;
  format: (value: number) => string;
}

/** A line with gaps where there is no value. */
function Line({ series, scale: { getX, getY }, format }: LineProps) {
  const segments: string[] = [];
  let pen = "M";
  for (const [index, { value }] of series.points.entries()) {
    if (value === null) pen = "M";
    else {
      segments.push(`${pen}${getX(index)} ${getY(value)}`);
      pen = "L";
    }
  }
  const tone = styles[series.tone] ?? "";
  return (
    <g>
      <path
        className={`${styles["line"]} ${tone} ${series.isDashed ? styles["dashed"] : ""}`}
        d={segments.join("")}
        style={{ fill: "none" }}
      />
      {series.points.map(({ label, value }, index) =>
        value === null ? null : (
          <circle key={index} className={tone} cx={getX(index)} cy={getY(value)} r={3.5}>
            <title>{`${label}, ${series.name}: ${format(value)}`}</title>
          </circle>
        ),
      )}
    </g>
  );
}

const formatValue = (value: number | null, format: (value: number) => string): string =>
  value === null ? "No data" : format(value);

interface DataTableProps {
  title: string;
  labels: string[];
  series: Series[];
  format: (value: number) => string;
}

function DataTable({ title, labels, series, format }: DataTableProps) {
  return (
    <table className="visually-hidden">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Period</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, index) => (
          <tr key={index}>
            <th scope="row">{label}</th>
            {series.map(({ name, points }) => (
              <td key={name}>{formatValue(points[index]?.value ?? null, format)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
