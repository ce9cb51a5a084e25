/** Returns the unit of a duration axis: 1, 60 or 3600 seconds, depending on the maximum. */
export const pickDurationUnit = (maxSeconds: number): number =>
  maxSeconds > 5 * 3600 ? 3600 : maxSeconds > 120 ? 60 : 1;

/** Returns the ticks of an axis: round multiples of `unit`, from 0 to the first one at or above `max`. */
export function computeAxis(max: number, unit = 1, tickCount = 4): number[] {
  if (max <= 0) return [0, unit];
  if (unit !== 1) return computeAxis(max / unit, 1, tickCount).map((tick) => tick * unit);
  const roughStep = max / tickCount;
  const power = 10 ** Math.floor(Math.log10(roughStep));
  const roundStep = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= roughStep) ?? 10) * power;
  const step = Math.max(roundStep, max < tickCount ? 1 : roundStep);
  const ticks = [];
  for (let tick = 0; tick < max + step - 1e-9; tick += step) ticks.push(Number(tick.toFixed(6)));
  return ticks;
}
