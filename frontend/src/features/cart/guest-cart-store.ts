import { useSyncExternalStore } from 'react';
import { type GuestItem, parseGuestCart } from './guest-cart.ts';

const KEY = 'studynotion-cart';
const listeners = new Set<() => void>();
let lastText: string | null = null;
let lastItems: readonly GuestItem[] = [];

/** The cart of whoever is not logged in, as all tabs of this browser share it. */
export function readGuestCart(): readonly GuestItem[] {
  const text = readText();
  if (text !== lastText) {
    lastText = text;
    lastItems = parseGuestCart(text);
  }
  return lastItems;
}

export function changeGuestCart(change: (items: readonly GuestItem[]) => readonly GuestItem[]): void {
  const items = change(readGuestCart());
  try {
    if (items.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    // A browser that keeps nothing has no cart for guests.
  }
  for (const listener of listeners) listener();
}

/** The items, up to date also when another tab changes them. */
export function useGuestCart(): readonly GuestItem[] {
  return useSyncExternalStore(subscribe, readGuestCart);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function readText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
