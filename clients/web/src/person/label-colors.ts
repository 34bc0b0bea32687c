const KNOWN: Record<string, string> = {
  neutral: "#939aa6", happiness: "#f0b429", surprise: "#f27f3d", sadness: "#3f83db", anger: "#d63e3e", disgust: "#55a64b", fear: "#9364cd",
};
const OTHERS = ["#2aa198", "#c75b9b", "#a87b4f", "#5c8a8a", "#bdb03c", "#6c71c4", "#e08f8f", "#7a9e3f"];

/** A label's colour, the same in every session and in the edge client's drawings. */
export function labelColor(label: string): string {
  let hash = 2166136261;
  for (const c of label) hash = Math.imul(hash ^ c.charCodeAt(0), 16777619) >>> 0;
  return KNOWN[label] ?? OTHERS[hash % OTHERS.length]!;
}
