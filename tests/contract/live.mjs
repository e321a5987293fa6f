// SPDX-License-Identifier: EUPL-1.2
//
// The real agendad against the specification, live: people of the sample data do everything that
// the specification offers, then every request is sent again broken in each way that the
// specification lets one think of. Every answer is judged; none may be a 5xx; every operation
// must have been seen to succeed.
//
//   node live.mjs AGENDAD [FILE]        FILE: where to leave the exchanges, a line each
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangeProblems } from './judge.mjs';
import { basePath, findPath, operations, resolve, spec } from './spec.mjs';

const [program, record] = process.argv.slice(2);
const NOW = '2026-11-23T09:41:00+01:00';
const recorded = [];
const wrong = [];
const servers = [];

function fail(what) {
	wrong.push(what);
	console.log(what);
}

/* ---- the server ---- */

const sample = mkdtempSync(join(tmpdir(), 'agenda-contract-'));
const DATA = ['--seme', '1', '--orologio', NOW, '--data-esempio', '2026-11-23'];

/* The sample data is made once: most of the time goes there. */
function makeSample() {
	const made = spawnSync(program, ['esempio', '--dati', join(sample, 'db'), ...DATA],
		{ encoding: 'utf8' });
	if (made.status !== 0)
		throw new Error(`agendad esempio: ${made.status} ${made.stderr}`);
}

async function start(...options) {
	const folder = mkdtempSync(join(tmpdir(), 'agenda-contract-'));
	const told = join(folder, 'indirizzi');
	cpSync(sample, folder, { recursive: true });
	const child = spawn(program, ['--dati', join(folder, 'db'), '--demo',
		'--ascolta', '127.0.0.1:0', '--indirizzi', told, ...DATA, ...options],
		{ stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	child.stderr.on('data', (bytes) => { said = (said + bytes).slice(-4000); });
	const ended = new Promise((done) => child.on('exit', (code) => done(code)));
	const server = { child, ended, folder, said: () => said };
	servers.push(server);
	for (const deadline = Date.now() + 60000; Date.now() < deadline;) {
		try {
			return Object.assign(server, JSON.parse(readFileSync(told, 'utf8')));
		} catch {
			await new Promise((again) => setTimeout(again, 20));
		}
	}
	throw new Error('agendad did not start');
}

async function stop() {
	for (const { child, ended, folder, said } of servers) {
		child.kill('SIGTERM');
		const code = await ended;
		if (code !== 0)
			fail(`agendad ended with ${code}: ${said()}`);
		rmSync(folder, { recursive: true });
	}
	rmSync(sample, { recursive: true });
}

async function signIn(server, persona, profilo) {
	const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });
	const says = async (reply) => (await reply).json();
	const issuer = await says(fetch(
		`${server.emittente}/.well-known/oauth-authorization-server`));
	const device = await says(fetch(issuer.device_authorization_endpoint,
		form({ client_id: 'agenda', scope: 'agenda' })));
	await fetch(issuer.agenda_demo.approvazione, { method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ user_code: device.user_code, persona, profilo }) });
	const token = await says(fetch(issuer.token_endpoint, form({ client_id: 'agenda',
		grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
		device_code: device.device_code })));
	return { Authorization: `Bearer ${token.access_token}` };
}

/* ---- one exchange ---- */

async function exchange(server, method, path, headers = {}, body = undefined) {
	const reply = await fetch(server.api + basePath + path, { method, headers, body });
	const type = reply.headers.get('content-type') ?? '';
	const bytes = Buffer.from(await reply.arrayBuffer());
	const text = /json/.test(type) ? bytes.toString('utf8') : null;
	const x = { method, path: basePath + path, request_headers: { ...headers },
		request_body: typeof body === 'string' ? body : null, status: reply.status,
		response_headers: Object.fromEntries(reply.headers), response_body: text };
	const problems = exchangeProblems(x);
	if (x.status >= 500 && x.status !== 503)
		problems.push('a 5xx');
	for (const problem of problems)
		fail(`${method} ${path} ${x.status}: ${problem} ${text?.slice(0, 300) ?? ''}`);
	x.request_headers.Authorization = x.request_headers.Authorization && 'Bearer …';
	recorded.push(x);
	return { status: x.status, headers: reply.headers, bytes,
		json: text ? JSON.parse(text) : null };
}

function expect(what, reply, status, type) {
	const seen = reply.json?.type?.replace(/.*:/, '');
	if (reply.status !== status || (type && seen !== type))
		fail(`${what}: ${reply.status} ${seen ?? ''}, not ${status} ${type ?? ''}`);
	return reply;
}

const json = (headers, more = {}) =>
	({ ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...more });
const PDF = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';

function upload(server, who, bytes, name, headers = {}) {
	const form = new FormData();
	form.append('file', new Blob([bytes], { type: 'application/pdf' }), name);
	return exchange(server, 'POST', '/allegati',
		{ ...who, 'Idempotency-Key': randomUUID(), ...headers }, form);
}

/* ---- what people do ---- */

/* The first rapporto with a quesito that may be booked, and what is needed to book it. */
async function findBookable(server, who) {
	const get = (path) => exchange(server, 'GET', path, who);
	for (const rapporto of (await get('/rapporti?limit=200')).json.items) {
		const codice = rapporto.codice_rapporto_lavoro;
		const at = `/rapporti/${codice}`;
		const quesiti = (await get(`${at}/quesiti`)).json.items;
		const ready = quesiti.filter((q) => q.prenotabile);
		const punto = (await get(`${at}/punti-consulenza`)).json.items
			.find((p) => p.primo_libero);
		if (ready.length === 0 || !punto)
			continue;
		return { codice, quesito: ready[0], other: quesiti.find((q) => !q.prenotabile),
			punto, file: quesiti.flatMap((q) => q.comunicazioni)
				.flatMap((c) => c.allegati)[0] };
	}
	throw new Error('the sample data has nothing to book');
}

async function readEverything(server, who, found) {
	const get = (path) => exchange(server, 'GET', path, who);
	const day = found.punto.primo_libero.slice(0, 10);
	expect('status', await exchange(server, 'GET', '/status'), 200);
	expect('profilo', await get('/profilo'), 200);
	expect('rapporto', await get(`/rapporti/${found.codice}`), 200);
	expect('recapiti', await get(`/rapporti/${found.codice}/recapiti`), 200);
	expect('disponibilita', await get(
		`/punti-consulenza/${found.punto.id}/disponibilita?dal=${day}&al=${day}`), 200);
	if (found.file) {
		const file = expect('a file', await get(`/allegati/${found.file.id}`), 200);
		if (file.bytes.length !== found.file.byte)
			fail('the file has another length');
	}
	const manuali = expect('manuali', await get('/manuali'), 200).json.items;
	for (const manuale of manuali)
		expect('manuale', await get(`/manuali/${manuale.id}`), 200);
	for (const page of ['rapporti', 'appuntamenti', 'variazioni'])
		await readPages(server, who, page);
	for (const filter of ['stato=CONFERMATO', 'stato=CANCELLATO&dal=2026-01-01', 'al=2026-12-31',
		`codice_rapporto_lavoro=${found.codice}`])
		expect(filter, await get(`/appuntamenti?${filter}`), 200);
}

async function readPages(server, who, name) {
	let cursor = '';
	for (let page = 0; page < 500; page++) {
		const reply = expect(name, await exchange(server, 'GET',
			`/${name}?limit=7${cursor}`, who), 200);
		const next = reply.json?.next_cursor;
		if (!next || reply.json.altre === false)
			return;
		cursor = `&cursor=${encodeURIComponent(next)}`;
	}
	fail(`${name}: no last page`);
}

async function bookAndCancel(server, who, found) {
	const file = expect('upload', await upload(server, who, PDF, 'prova è.pdf'), 201).json;
	const request = { codice_rapporto_lavoro: found.codice, quesiti: [found.quesito.id],
		punto: found.punto.id, inizio: found.punto.primo_libero,
		nota: 'Una prova: è così.\nSu due righe.', allegati: [file.id], canali: [] };
	const confirm = (change, headers = json(who)) => exchange(server, 'POST', '/appuntamenti',
		headers, JSON.stringify({ ...request, ...change }));
	expect('no note', await confirm({ nota: '   ' }), 422, 'nota-mancante');
	expect('a Sunday', await confirm({ inizio: '2026-11-29T09:30:00+01:00' }), 422,
		'data-non-prenotabile');
	expect('too many files', await confirm({ allegati: ['a', 'b', 'c', 'd'] }), 422,
		'allegati-troppo-grandi');
	expect('a member too many', await confirm({ urgente: true }), 400, 'richiesta-non-valida');
	if (found.other)
		expect('not bookable', await confirm({ quesiti: [found.other.id] }),
			found.other.motivo === 'GIA_IN_APPUNTAMENTO' ? 409 : 422);
	const key = randomUUID();
	const unseen = `/operazioni/${key}`;
	expect('unseen', await exchange(server, 'GET', unseen, who), 200);
	const headers = json(who, { 'Idempotency-Key': key });
	const made = expect('conferma', await confirm({}, headers), 201);
	expect('again', await confirm({}, headers), 201);
	expect('another body', await confirm({ nota: 'Altro.' }, headers), 422, 'chiave-riusata');
	expect('twice', await confirm({}), 409, 'quesito-gia-in-appuntamento');
	expect('seen', await exchange(server, 'GET', unseen, who), 200);
	const at = `/appuntamenti/${made.json.id}`;
	expect('dettaglio', await exchange(server, 'GET', at, who), 200);
	expect('its file', await exchange(server, 'GET', `/allegati/${file.id}`, who), 200);
	const cancel = (match, body = '{"motivo":"Prova."}') => exchange(server, 'POST',
		`${at}/cancellazione`, json(who, match ? { 'If-Match': match } : {}), body);
	expect('no version', await cancel(null), 428, 'versione-mancante');
	expect('old version', await cancel('"999"'), 412, 'versione-superata');
	expect('cancellazione', await cancel(made.headers.get('etag')), 200);
	expect('cancelled', await cancel('"2"', '{}'), 409, 'stato-non-ammesso');
	const burnt = `/operazioni/${randomUUID()}`;
	expect('chiusura', await exchange(server, 'POST', `${burnt}/chiusura`, who), 200);
	expect('burnt', await confirm({}, json(who, { 'Idempotency-Key': burnt.slice(12) })), 409,
		'chiave-chiusa');
	return request;
}

async function refusals(server, who, found, request) {
	const key = { 'Idempotency-Key': randomUUID() };
	const get = (path) => exchange(server, 'GET', path, who);
	const text = JSON.stringify(request);
	expect('no key', await exchange(server, 'POST', '/appuntamenti',
		{ ...who, 'Content-Type': 'application/json' }, text), 400, 'chiave-mancante');
	expect('not JSON', await exchange(server, 'POST', '/appuntamenti',
		{ ...who, ...key, 'Content-Type': 'text/plain' }, text), 415);
	expect('too large', await exchange(server, 'POST', '/appuntamenti', json(who),
		JSON.stringify({ ...request, nota: 'x'.repeat(70000) })), 413);
	expect('a false PDF', await upload(server, who, 'non un PDF', 'falso.pdf'), 422,
		'allegato-non-ammesso');
	expect('a large file', await upload(server, who, PDF + 'x'.repeat(3145728), 'grande.pdf'),
		422, 'allegati-troppo-grandi');
	expect('an old cursor', await get('/variazioni?cursor=zzz:1'), 410, 'cursore-non-valido');
	expect('nobody', await exchange(server, 'GET', '/profilo'), 401, 'non-autenticato');
	expect('63 days', await get(`/punti-consulenza/${found.punto.id}/disponibilita` +
		'?dal=2026-11-01&al=2027-01-02'), 400);
	for (const path of ['/rapporti/9999999999', '/rapporti/9999999999/quesiti', '/manuali/x',
		'/punti-consulenza/P0000-00/disponibilita?dal=2026-11-23&al=2026-11-24',
		'/appuntamenti/AG-2026-0000000-0', '/allegati/niente', '/niente', '/rapporti/12'])
		expect(path, await get(path), 404, 'non-trovato');
	expect('another method', await exchange(server, 'DELETE', '/appuntamenti', who), 405);
}

/* ---- requests generated from the specification ---- */

/* Values that break `schema`, whatever it is. */
function broken(schema) {
	const s = resolve(schema);
	const others = [null, 7, true, {}, [], [[[]]], 'x'.repeat(3000), '', '\u0000', '\ud800'];
	const near = [];
	if (s.type === 'string' && s.maxLength)
		near.push('0'.repeat(s.maxLength + 1));
	if (s.type === 'array')
		near.push(Array(s.maxItems + 1).fill('x'), [''], [null], [{}], ['x', 'x']);
	return [...others, ...near];
}

function* brokenBodies(schema, good) {
	const s = resolve(schema);
	yield* ['', '{', '[]', 'null', '"x"', '{}{}', '{"a":1,"a":2}', '['.repeat(5000), '\ufeff{}',
		'{"nota":01}', '{"a":1e999}', `{"a":${'9'.repeat(60)}}`];
	yield JSON.stringify({ ...good, inatteso: 1 });
	for (const [name, member] of Object.entries(s.properties)) {
		const { [name]: gone, ...rest } = good;
		if (s.required?.includes(name))
			yield JSON.stringify(rest);
		for (const value of broken(member))
			yield JSON.stringify({ ...good, [name]: value });
	}
}

const STRANGE = ['', '%00', '%ff', '%C3%A8', 'x'.repeat(500), '-1', '99999999999999999999', '1e3',
	'..%2F..', "'%20OR%201=1", '%7B%7D', '2026-02-30', 'TRUE'];

/* The path with its parameters as in their examples; `p`, if there is one, with `value`. */
function filledPath(path, parameters, p, value) {
	const query = parameters.filter((x) => x.in === 'query' && (x.required || x === p))
		.map((x) => `${x.name}=${x === p ? value : x.example}`).join('&');
	const named = path.replace(/\{(\w+)\}/g, (all, name) =>
		p && p.in === 'path' && p.name === name ? value
			: parameters.find((x) => x.in === 'path' && x.name === name).example);
	return query ? `${named}?${query}` : named;
}

/* A strange value for one parameter at a time. */
function* strangePaths(path, parameters) {
	const fill = (p, value) => filledPath(path, parameters, p, value);
	const joint = (at) => (at.includes('?') ? '&' : '?');
	for (const p of parameters.filter((x) => x.in !== 'header'))
		for (const value of STRANGE)
			yield fill(p, value);
	yield `${fill(null)}${joint(fill(null))}inatteso=1`;
	for (const p of parameters.filter((x) => x.in === 'query'))
		yield `${fill(p, p.example)}&${p.name}=${p.example}`;
}

async function generated(server, who, request) {
	let n = 0;
	for (const { method, path, operation } of operations()) {
		const parameters = (operation.parameters ?? []).map(resolve);
		const media = operation.requestBody?.content?.['application/json'];
		const headers = method === 'POST' ? { 'If-Match': '"1"' } : {};
		const send = (at, body) => exchange(server, method, at, method === 'POST'
			? json(who, headers) : who, body);
		for (const at of strangePaths(path, parameters)) {
			await send(at, media ? JSON.stringify(request) : undefined);
			n++;
		}
		if (operation.security.some((way) => way.bearer))
			expect(`${path} without a token`, await exchange(server, method,
				filledPath(path, parameters), json({}, headers),
				method === 'POST' ? '{}' : undefined), 401, 'non-autenticato');
		const real = path.replace('{id}', 'AG-2026-0000000-0');
		for (const body of media ? brokenBodies(media.schema, request) : []) {
			await send(real, body);
			n++;
		}
	}
	for (const [name, value] of [['Idempotency-Key', 'x'], ['Idempotency-Key', ''],
		['If-Match', '*'], ['If-Match', '"x"'], ['Authorization', 'Basic eDp5'],
		['Authorization', 'Bearer'], ['Authorization', `Bearer ${'x'.repeat(7000)}`]])
		await exchange(server, 'POST', '/appuntamenti/AG-2026-0000000-0/cancellazione',
			json(who, { 'If-Match': '"1"', [name]: value }), '{}');
	console.log(`${n} generated requests`);
}

/* ---- all of it ---- */

async function everything() {
	makeSample();
	const server = await start('--limite', '100000/60');
	const anna = await signIn(server, 'p-anna-bianchi', 'CITTADINO');
	const studio = await signIn(server, 'p-studio-verdi', 'INTERMEDIARIO');
	const neri = await signIn(server, 'p-rag-neri', 'INTERMEDIARIO');
	const found = await findBookable(server, anna);
	await readEverything(server, anna, found);
	const request = await bookAndCancel(server, anna, found);
	await refusals(server, anna, found, request);
	const theirs = await findBookable(server, studio);
	await readEverything(server, studio, theirs);
	await bookAndCancel(server, studio, theirs);
	expect('filter of a cittadino', await exchange(server, 'GET',
		'/appuntamenti?escludi_intermediario=true', studio), 422, 'filtro-non-ammesso');
	expect('somebody else\'s', await exchange(server, 'GET', `/rapporti/${found.codice}`, studio),
		404);
	expect('not abilitato', await exchange(server, 'GET', '/rapporti', neri), 403,
		'intermediario-non-abilitato');
	expect('profilo', await exchange(server, 'GET', '/profilo', neri), 200);
	await generated(server, anna, request);

	const narrow = await start('--limite', '3/60');
	const other = await signIn(narrow, 'p-anna-bianchi', 'CITTADINO');
	for (let i = 0; i < 3; i++)
		await exchange(narrow, 'GET', '/profilo', other);
	expect('exhausted', await exchange(narrow, 'GET', '/profilo', other), 429,
		'troppe-richieste');
}

/* Which operations succeeded, and which declared statuses nobody has seen. */
function coverage() {
	const unseen = [];
	for (const { method, path, operation } of operations()) {
		const seen = new Set(recorded.filter((x) => x.method === method &&
			findPath(x.path.slice(basePath.length).split('?')[0])?.template === path)
			.map((x) => String(x.status)));
		const statuses = Object.keys(operation.responses);
		if (!statuses.some((s) => s < 300 && seen.has(s)))
			fail(`${method} ${path} never succeeded`);
		unseen.push(...statuses.filter((s) => s < 500 && !seen.has(s))
			.map((s) => `${s} ${operation.operationId}`));
	}
	console.log(`declared and not seen: ${unseen.join(', ') || 'nothing'}`);
}

try {
	await everything();
	coverage();
} catch (e) {
	fail(e.stack);
} finally {
	await stop();
	if (record)
		writeFileSync(record, recorded.map((x) => JSON.stringify(x) + '\n').join(''));
}
console.log(`${recorded.length} exchanges with ${spec.info.title}, ${wrong.length} wrong`);
process.exit(wrong.length > 0 ? 1 : 0);
