"use strict";

const INTERVAL_MS = 2000;

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

function show(status) {
	byId("height").textContent = count.format(status.height);
	byId("found").textContent = count.format(status.found);
	byId("difficulty").textContent = significant.format(status.difficulty);
	byId("hashRate").textContent = hashRate(status.hashRate);
	byId("shares").textContent = count.format(status.shares);
	byId("sessionCount").textContent = count.format(status.sessionCount);
	byId("tip").textContent = status.tip;
	byId("blocks").replaceChildren(...status.blocks.map((block) => row([
		[block.height, "number"], [block.worker, "long"], [block.listener], [clock(block.time)], [block.hash, "hash"]
	])));
	byId("sessions").replaceChildren(...status.sessions.map((session) => row([
		[session.id, "hash"], [session.workers.join(", "), "long"], [session.listener], [session.dialect],
		[session.userAgent, "long"], [significant.format(session.difficulty), "number"], [clock(session.connectedAt)]
	])));
}

async function refresh() {
	const connection = byId("connection");
	try {
		const response = await fetch("api/status", { cache: "no-store" });
		if (!response.ok) {
			throw new Error(`HTTP ${response.status}`);
		}
		show(await response.json());
		connection.textContent = "Live";
		connection.className = "";
	}
	catch (error) {
		connection.textContent = `Not reachable (${error.message})`;
		connection.className = "lost";
	}
	finally {
		setTimeout(refresh, INTERVAL_MS);
	}
}

refresh();
