// An independent Stratum V2 miner. Ends with
//   0  after so many accepted shares,
//   1  if the server disagrees about the protocol or refuses something,
//   2  if the arguments are wrong,
//   3  if the server cannot be reached, goes away or takes too long.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { ACT_2_LENGTH, Disagreement, Initiator, authorityKey, sha256 } from './noise.mjs';
import { decode, encode } from './messages.mjs';
import { selfTest } from './transcript.mjs';

const USAGE = 'usage: node peer.mjs HOST PORT AUTHORITY_KEY SHARES [USER] | node peer.mjs --self-test';
const USER = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.node';
const REQUIRES_STANDARD_JOBS = 1;
const SECONDS_FOR_A_MESSAGE = 60;
const SECONDS_FOR_ALL = 180;
const NONCES_AT_A_TIME = 4096;

class Gone extends Error {}

class Connection {
	static async open(host, port) {
		const socket = net.connect({ host, port, noDelay: true });
		try {
			await once(socket, 'connect');
		} catch (error) {
			throw new Gone(`cannot connect to ${host}:${port}: ${error.code ?? error.message}`);
		}
		return new Connection(socket);
	}

	constructor(socket) {
		this.socket = socket;
		this.chunks = socket[Symbol.asyncIterator]();
		this.received = Buffer.alloc(0);
		socket.setTimeout(SECONDS_FOR_A_MESSAGE * 1000, () => {
			socket.destroy(new Error(`silent for ${SECONDS_FOR_A_MESSAGE} s`));
		});
	}

	async read(length, what) {
		while (this.received.length < length) {
			const { value, done } = await this.chunks.next().catch((error) => {
				throw new Gone(`the server is gone, ${what} expected: ${error.code ?? error.message}`);
			});
			if (done) {
				throw new Gone(`the server closed the connection, ${what} expected`);
			}
			this.received = Buffer.concat([this.received, value]);
		}
		const bytes = this.received.subarray(0, length);
		this.received = this.received.subarray(length);
		return bytes;
	}

	async handshake(authority) {
		const initiator = new Initiator(authority);
		this.socket.write(initiator.act1);
		const act2 = await this.read(ACT_2_LENGTH, `${ACT_2_LENGTH} bytes of handshake`);
		this.transport = initiator.finish(act2, Math.floor(Date.now() / 1000));
	}

	send(name, values) {
		this.socket.write(this.transport.seal(encode(name, values)));
	}

	async receive() {
		return decode(await this.transport.open((length) => this.read(length, 'a frame')));
	}

	async expect(wanted) {
		const [name, values] = await this.receive();
		if (name !== wanted) {
			throw new Disagreement(`${name} ${values.code ?? ''} (expected: ${wanted})`);
		}
		return values;
	}
}

const expectEqual = (what, actual, expected) => {
	if (actual !== expected) {
		throw new Disagreement(`${what}: ${actual} (expected: ${expected})`);
	}
};

class Miner {
	constructor(connection, wanted) {
		this.connection = connection;
		this.wanted = wanted;
		this.jobs = new Map();
		this.submitted = 0;
		this.accepted = 0;
		this.stale = 0;
	}

	async open(user) {
		const { socket } = this.connection;
		this.connection.send('SetupConnection', {
			protocol: 0, minVersion: 2, maxVersion: 2, flags: REQUIRES_STANDARD_JOBS,
			host: socket.remoteAddress, port: socket.remotePort,
			vendor: 'independent', hardware: 'node', firmware: process.version, device: '',
		});
		const setup = await this.connection.expect('SetupConnection.Success');
		expectEqual('used version', setup.version, 2);
		const request = randomBytes(4).readUInt32LE();
		this.connection.send('OpenStandardMiningChannel', {
			request, user, hashRate: 100_000, maxTarget: Buffer.alloc(32, 0xff),
		});
		this.channel = await this.connection.expect('OpenStandardMiningChannel.Success');
		expectEqual('request id', this.channel.request, request);
		this.target = Buffer.from(this.channel.target);
		await this.firstJob();
	}

	async firstJob() {
		const job = await this.connection.expect('NewMiningJob');
		expectEqual('time of the first job', job.minTime, undefined);
		this.handle('NewMiningJob', job);
		const prevHash = await this.connection.expect('SetNewPrevHash');
		expectEqual('job of the first SetNewPrevHash', prevHash.job, job.job);
		this.handle('SetNewPrevHash', prevHash);
	}

	handle(name, values) {
		if (values.channel !== this.channel.channel) {
			expectEqual(`channel of ${name}`, values.channel, this.channel.group);
		}
		switch (name) {
			case 'NewMiningJob': return this.newJob(values);
			case 'SetNewPrevHash': return this.newTip(values);
			case 'SetTarget': return this.newTarget(values.target);
			case 'SubmitShares.Success': return this.acknowledged(values);
			case 'SubmitShares.Error': return this.refused(values);
			default: throw new Disagreement(`${name} ${values.code ?? ''} (expected: jobs and answers to shares)`);
		}
	}

	newJob(values) {
		const job = { ...values, target: this.target };
		this.jobs.set(job.job, job);
		if (job.minTime !== undefined) {
			if (!this.tip) {
				throw new Disagreement(`job ${job.job} is for now, but there was no SetNewPrevHash`);
			}
			this.active = job;
		}
	}

	newTip(values) {
		const job = this.jobs.get(values.job);
		if (!job || job.minTime !== undefined) {
			throw new Disagreement(`SetNewPrevHash names ${values.job}, which is no future job`);
		}
		this.tip = values;
		this.active = { ...job, minTime: values.minTime };
		this.jobs = new Map([[job.job, this.active]]);
	}

	/** Jobs keep their target once they are active. */
	newTarget(target) {
		this.target = Buffer.from(target);
		for (const job of this.jobs.values()) {
			job.target = (job.minTime === undefined) ? this.target : job.target;
		}
	}

	acknowledged({ lastSequence, accepted }) {
		this.accepted += accepted;
		if (accepted < 1 || lastSequence > this.submitted || this.accepted + this.stale > this.submitted) {
			throw new Disagreement(`accepted ${accepted} up to share ${lastSequence} of ${this.submitted}`);
		}
	}

	refused({ sequence, code }) {
		if (code !== 'stale-share') {
			throw new Disagreement(`share ${sequence} refused: ${code}`);
		}
		this.stale++;
	}

	get done() {
		return this.failure || this.accepted >= this.wanted;
	}

	async mine() {
		const deadline = Date.now() + SECONDS_FOR_ALL * 1000;
		const listening = this.listen();
		while (!this.done) {
			if (Date.now() > deadline) {
				throw new Gone(`${this.accepted} accepted of ${this.submitted} shares in ${SECONDS_FOR_ALL} s`);
			}
			if (this.submitted - this.stale < this.wanted) {
				this.search(this.active);
			}
			await turn();
		}
		this.connection.socket.destroy();
		await listening;
		if (this.failure) {
			throw this.failure;
		}
	}

	async listen() {
		try {
			while (!this.done) {
				this.handle(...await this.connection.receive());
			}
		} catch (error) {
			this.failure = this.done ? this.failure : error;
		}
	}

	search(job) {
		const header = Buffer.alloc(80);
		header.writeUInt32LE(job.version, 0);
		this.tip.prevHash.copy(header, 4);
		job.merkleRoot.copy(header, 36);
		header.writeUInt32LE(job.minTime, 68);
		header.writeUInt32LE(this.tip.bits, 72);
		job.nonce ??= randomBytes(4).readUInt32LE();
		const target = Buffer.from(job.target).reverse();
		for (let i = 0; i < NONCES_AT_A_TIME; i++) {
			job.nonce = (job.nonce + 1) >>> 0;
			header.writeUInt32LE(job.nonce, 76);
			if (Buffer.compare(sha256(sha256(header)).reverse(), target) <= 0) {
				this.submit(job);
				return;
			}
		}
	}

	submit(job) {
		this.submitted++;
		this.connection.send('SubmitSharesStandard', {
			channel: this.channel.channel, sequence: this.submitted, job: job.job,
			nonce: job.nonce, time: job.minTime, version: job.version,
		});
	}
}

function parse([host, port, key, shares, user = USER, ...rest]) {
	if (!/^\d+$/.test(port ?? '') || !(Number(shares) > 0) || rest.length > 0) {
		throw new RangeError(USAGE);
	}
	return { host, port: Number(port), authority: authorityKey(key), shares: Number(shares), user };
}

async function main(args) {
	if (args[0] === '--self-test') {
		await selfTest();
		return 'independent peer: agrees with the transcript';
	}
	const { host, port, authority, shares, user } = parse(args);
	const connection = await Connection.open(host, port);
	await connection.handshake(authority);
	const miner = new Miner(connection, shares);
	await miner.open(user);
	await miner.mine();
	return `independent peer: ${miner.accepted} accepted shares, ${miner.stale} stale`;
}

function exitCode(error) {
	if (error instanceof Disagreement) {
		return 1;
	}
	return (error instanceof Gone) ? 3 : 2;
}

main(process.argv.slice(2)).then((line) => {
	console.log(line);
	process.exit(0);
}, (error) => {
	console.error(`independent peer: ${error.message}`);
	process.exit(exitCode(error));
});
