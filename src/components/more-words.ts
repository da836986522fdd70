/** `↑ 3 more · ↓ 12 more`: what a list has beyond what is seen of it; empty when all is seen. */
export function moreWords(above: number, below: number): string {
  return [above > 0 ? `↑ ${above} more` : '', below > 0 ? `↓ ${below} more` : ''].filter(Boolean).join(' · ');
}
