/** The sound for new and ready orders. Browsers play audio only after a tap on the page, so an enabled sound starts "locked". */
import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./storage";

const STORAGE_KEY = "expediter.sound";

let isEnabled = readStored<boolean>(STORAGE_KEY) ?? false;
let context: AudioContext | null = null;
const listeners = new Set<() => void>();

type SoundState = "off" | "on" | "locked";

const getState = (): SoundState => (!isEnabled ? "off" : context?.state === "running" ? "on" : "locked");

async function toggle() {
  isEnabled = getState() !== "on";
  writeStored(STORAGE_KEY, isEnabled);
  if (isEnabled) {
    context ??= new AudioContext();
    await context.resume();
    playChime();
  }
  for (const listener of listeners) listener();
}

/** Plays two soft notes, a fourth apart, if the sound is on. */
export function playChime() {
  if (getState() !== "on" || !context) return;
  for (const [index, pitch] of [659.3, 880].entries()) {
    const start = context.currentTime + index * 0.16;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = "sine";
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.65);
  }
}

export function useSound() {
  const state = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, getState);
  return { state, toggle: () => void toggle() };
}
