/** The sound of a new order. Browsers let a page sound only after somebody has tapped on it: hence the gate. */
import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./storage";

const KEY = "expediter.sound";

let wanted = readStored<boolean>(KEY) ?? false;
let context: AudioContext | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

type SoundState = "off" | "on" | "locked";

const state = (): SoundState => (!wanted ? "off" : context?.state === "running" ? "on" : "locked");

async function toggle() {
  wanted = state() !== "on";
  writeStored(KEY, wanted);
  if (wanted) {
    context ??= new AudioContext();
    await context.resume();
    playChime();
  }
  tell();
}

/** Two soft notes, a fourth apart. */
export function playChime() {
  if (state() !== "on" || !context) return;
  for (const [index, pitch] of [659.3, 880].entries()) {
    const at = context.currentTime + index * 0.16;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  }
}

export function useSound() {
  const now = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, state);
  return { state: now, toggle: () => void toggle() };
}
