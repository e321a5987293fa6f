// SPDX-License-Identifier: EUPL-1.2
//
// The program runs the specification's patterns in an engine of its own: here it answers the same
// as JavaScript's, on texts made from each pattern and then spoiled. The seed is fixed.
//
//   node patterns.mjs MATCH_PATTERNS
import { spawnSync } from 'node:child_process';
import { spec } from './spec.mjs';

const patterns = new Set();
JSON.stringify(spec, (key, value) => {
	if (key === 'pattern')
		patterns.add(value);
	return value;
});

let seed = 20261123;
function below(n) {
	seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
	return (seed >>> 8) % n;
}

const ALPHABET = [...'09azAZ-._~$=*:/+@ "\\()[]{}^#%', '\t', '\n', '\r', '\u001f', '\u007f',
	'\u0085', 'è', '€', '😀', 'INPS', 'AG-', 'https://', 'Bearer', 'urn:'];
const CHARS = (() => {
	const all = [];
	for (let c = 1; c < 256; c++)
		all.push(String.fromCodePoint(c));
	return [...all, '€', '😀'];
})();

/* A text that probably matches: each atom as often as it wants. */
function made(pattern) {
	const atoms = pattern.slice(1, -1).match(
		/(\[(\\u[0-9a-f]{4}|\\.|[^\]])*\]|\\.|[^\\])([?*+]|\{[0-9]+(,[0-9]+)?\})?/gu) ?? [];
	return atoms.map((atom) => {
		const [, one, count] = /^(.*?)([?*+]|\{[0-9,]+\})?$/su.exec(atom);
		const fits = CHARS.filter((c) => new RegExp(`^${one}$`, 'u').test(c));
		const [low, high] = count?.startsWith('{') ? count.slice(1, -1).split(',').map(Number)
			: [count === '*' || count === '?' ? 0 : 1, count === '?' ? 1 : count ? 6 : 1];
		const n = low + below((high ?? low) - low + 1);
		return Array.from({ length: n }, () => fits[below(fits.length)]).join('');
	}).join('');
}

function spoiled(text) {
	const points = [...text];
	const at = below(points.length + 1);
	points.splice(at, below(2), ...(below(3) ? [ALPHABET[below(ALPHABET.length)]] : []));
	return points.join('');
}

const cases = [];
for (const pattern of patterns) {
	if (/[()|]/.test(pattern.replace(/\[[^\]]*\]/g, '')))
		continue; /* instants: parsed, never matched */
	for (let i = 0; i < 300; i++) {
		const text = made(pattern);
		for (const t of [text, spoiled(text), spoiled(spoiled(text)),
			ALPHABET[below(ALPHABET.length)]])
			if (!t.includes('\0'))
				cases.push([pattern, t]);
	}
}
const input = cases.map(([p, t]) => `${p}\t${Buffer.from(t).toString('hex')}\n`).join('');
const { stdout, status } = spawnSync(process.argv[2], { input, encoding: 'utf8',
	maxBuffer: 1 << 28 });
const answers = stdout.trim().split('\n');
let different = status === 0 && answers.length === cases.length ? 0 : 1;
let matching = 0;
cases.forEach(([pattern, text], i) => {
	const here = new RegExp(pattern, 'u').test(text);
	matching += here ? 1 : 0;
	if (String(Number(here)) !== answers[i]) {
		different++;
		console.log(`${pattern} on ${JSON.stringify(text)}: ${here} here`);
	}
});
console.log(`${cases.length} texts on ${patterns.size} patterns (${matching} match), ` +
	`${different} answered differently`);
process.exit(different > 0 || matching < 1000 ? 1 : 0);
