"use strict";

const INTERVAL_MS = 2000;

const TIMEOUT_MS = 8000;

const SHOWN_BLOCKS = 12;

const DIALECTS = { SV1: "V1", SV2: "V2", BTCAGENT: "BTCAgent" };

const byId = (id) => document.getElementById(id);

const count = new Intl.NumberFormat("en");

const significant = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

const clock = (instant) => new Date(instant).toLocaleTimeString();

function hashRate(perSecond) {
	const units = ["H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s", "EH/s"];
	let value = perSecond;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${significant.format(value)} ${units[unit]}`;
}

/* Names come from miners: they are only ever set as text. */
function row(cells) {
	const tr = document.createElement("tr");
	for (const [text, className] of cells) {
		const td = document.createElement("td");
		td.textContent = text;
		if (className) {
			td.className = className;
			td.title = text;
		}
		tr.append(td);
	}
	return tr;
}

function rows(id, list, emptyText) {
	if (list.length > 0) {
		byId(id).replaceChildren(...list);
		return;
	}
	const empty = row([[emptyText, "empty"]]);
	empty.firstChild.colSpan = byId(id).closest("table").querySelectorAll("th").length;
	byId(id).replaceChildren(empty);
}

function names(session) {
	if (session.workerCount === 0) {
		return "not logged in";
	}
	const more = session.workerCount - session.workers.length;
	const listed = session.workers.join(", ");
	return (more > 0) ? `${count.format(session.workerCount)} workers: ${listed} …` : listed;
}

/* Replaced only when they change: a selected text stays selected. */
function showAddresses(addresses) {
	const list = byId("addresses");
	const key = JSON.stringify(addresses);
	if (list.dataset.key === key) {
		return;
	}
	list.dataset.key = key;
	list.replaceChildren(...addresses.map((address) => {
		const item = document.createElement("div");
		const term = document.createElement("dt");
		const value = document.createElement("dd");
		const code = document.createElement("code");
		const port = address.port ?? location.port;
		term.textContent = address.label;
		code.textContent = `${address.scheme}://${location.hostname}${port ? `:${port}` : ""}${address.path}`;
		value.append(code);
		item.append(term, value);
		return item;
	}));
}

function show(status) {
	byId("height").textContent = count.format(status.height);
	byId("found").textContent = count.format(status.found);
	byId("difficulty").textContent = significant.format(status.difficulty);
	byId("hashRate").textContent = hashRate(status.hashRate);
	byId("shares").textContent = count.format(status.shares);
	byId("sessionCount").textContent = count.format(status.sessionCount);
	byId("tip").textContent = status.tip;
	showAddresses(status.addresses);
	rows("blocks", status.blocks.slice(0, SHOWN_BLOCKS).map((block) => row([
		[count.format(block.height), "number"], [block.worker, "long"], [block.listener], [clock(block.time)],
		[block.hash, "hash"]
	])), "No block found yet.");
	rows("sessions", status.sessions.map((session) => row([
		[session.id, "hash"], [names(session), "long"], [session.listener],
		[DIALECTS[session.dialect] ?? session.dialect], [session.userAgent, "long"],
		[significant.format(session.difficulty), "number"], [clock(session.connectedAt)]
	])), "No miner is connected.");
}

async function refresh() {
	const connection = byId("connection");
	try {
		const response = await fetch("api/status", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
		if (!response.ok) {
			throw new Error(`status ${response.status}`);
		}
		show(await response.json());
		connection.textContent = "Live";
		connection.title = "";
		connection.className = "";
		document.body.className = "";
	}
	catch (error) {
		connection.textContent = "Server not reachable, trying again …";
		connection.title = error.message;
		connection.className = "lost";
		document.body.className = "lost-page";
	}
	finally {
		setTimeout(refresh, INTERVAL_MS);
	}
}

refresh();
