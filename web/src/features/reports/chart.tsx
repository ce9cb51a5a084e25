import { useLayoutEffect, useRef, useState } from "react";
import styles from "./chart.module.css";
import { computeAxis, pickDurationUnit } from "./axis";

interface Point {
  label: string;
  value: number | null;
}

export interface Series {
  name: string;
  tone: "first" | "second";
  dashed?: boolean;
  points: Point[];
}

interface ChartProps {
  /** What it shows, in words: the picture's name. */
  title: string;
  kind: "bars" | "lines";
  series: Series[];
  format: (value: number) => string;
  /** The values are seconds. */
  durations?: boolean;
}

const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 26;
const TOP = 10;

/** Bars or lines over days or hours. The same numbers are in a table for those who do not see it. */
export function Chart({ title, kind, series, format, durations = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(560);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    setWidth(Math.max(240, element.clientWidth));
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(240, entry.contentRect.width)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const labels = series[0]?.points.map((point) => point.label) ?? [];
  const most = Math.max(0, ...series.flatMap((one) => one.points.map((point) => point.value ?? 0)));
  const marks = computeAxis(most, durations ? pickDurationUnit(most) : 1);
  const top = marks.at(-1) ?? 1;
  const slot = (width - LEFT) / Math.max(1, labels.length);
  const x = (index: number) => LEFT + slot * (index + 0.5);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const every = Math.ceil(labels.length / Math.max(1, Math.floor((width - LEFT) / 64)));

  return (
    <div ref={box}>
      <svg className={styles["chart"]} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        {marks.map((mark) => (
          <g key={mark}>
            <line className={styles["grid"]} x1={LEFT} x2={width} y1={y(mark)} y2={y(mark)} />
            <text className={styles["label"]} x={LEFT - 10} y={y(mark) + 4} textAnchor="end">
              {format(mark)}
            </text>
          </g>
        ))}
        {labels.map((label, index) =>
          index % every === 0 ? (
            <text key={index} className={styles["label"]} x={x(index)} y={HEIGHT - 6} textAnchor="middle">
              {label}
            </text>
          ) : null,
        )}
        {kind === "bars"
          ? series[0]?.points.map(({ label, value }, index) => (
              <g key={index}>
                <rect
                  className={styles["hit"]}
                  x={x(index) - slot / 2}
                  y={TOP}
                  width={slot}
                  height={HEIGHT - TOP - BOTTOM}
                >
                  <title>{`${label}: ${format(value ?? 0)}`}</title>
                </rect>
                <rect
                  className={styles["bar"]}
                  pointerEvents="none"
                  x={x(index) - Math.min(slot * 0.62, 44) / 2}
                  width={Math.min(slot * 0.62, 44)}
                  y={y(value ?? 0)}
                  height={Math.max(0, y(0) - y(value ?? 0))}
                  rx={3}
                />
              </g>
            ))
          : series.map((one) => <Lines key={one.name} series={one} x={x} y={y} format={format} />)}
      </svg>
      <table className="unseen">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map((one) => (
              <th key={one.name} scope="col">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={index}>
              <th scope="row">{label}</th>
              {series.map((one) => (
                <td key={one.name}>{format(one.points[index]?.value ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LinesProps {
  series: Series;
  x: (index: number) => number;
  y: (value: number) => number;
  format: (value: number) => string;
}

/** A line with a gap where there is no number: nothing is made up. */
function Lines({ series, x, y, format }: LinesProps) {
  const pieces: string[] = [];
  let pen = "M";
  for (const [index, { value }] of series.points.entries()) {
    if (value === null) pen = "M";
    else {
      pieces.push(`${pen}${x(index)} ${y(value)}`);
      pen = "L";
    }
  }
  const tone = styles[series.tone] ?? "";
  return (
    <g>
      <path
        className={`${styles["line"]} ${tone} ${series.dashed ? styles["dashed"] : ""}`}
        d={pieces.join("")}
        style={{ fill: "none" }}
      />
      {series.points.map(({ label, value }, index) =>
        value === null ? null : (
          <circle key={index} className={tone} cx={x(index)} cy={y(value)} r={3.5}>
            <title>{`${label}, ${series.name}: ${format(value)}`}</title>
          </circle>
        ),
      )}
    </g>
  );
}
