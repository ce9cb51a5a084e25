/** Seconds in words are round by the minute, and by the hour. */
export const pickDurationUnit = (most: number): number => (most > 5 * 3600 ? 3600 : most > 120 ? 60 : 1);

/** The round number at or above `most` that ends an axis, and its ticks. */
export function computeAxis(most: number, unit = 1, ticks = 4): number[] {
  if (most <= 0) return [0, unit];
  if (unit !== 1) return computeAxis(most / unit, 1, ticks).map((mark) => mark * unit);
  const rough = most / ticks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const whole = Math.max(step, most < ticks ? 1 : step);
  const marks = [];
  for (let at = 0; at < most + whole - 1e-9; at += whole) marks.push(Number(at.toFixed(6)));
  return marks;
}
