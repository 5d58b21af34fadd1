// A whole handshake with fixed keys and the frames after it, the same that the Java tests reproduce.
import { schnorr } from '@noble/curves/secp256k1.js';
import { elligatorSwift } from '@scure/btc-signer/p2p.js';
import { Disagreement, Initiator, Transport, authorityKey, sha256 } from './noise.mjs';
import { decode, encode } from './messages.mjs';

const AUTHORITY = '9cHqcSM8pqANiciJ6TxKvHk1vAAkt5Qpnp97zE4qnHpcZzrSify';
const AUTHORITY_X = 'da95a6b5c87acd841c76db83c4f6ccdb767d881bd529a6f82d74e38666359460';
const SECRET = 'e73f85b5286d105d9d4040e53508a33940133e99a30783dacbc2e2eb572b76c1';
const ACT_1 = '09e540843e85d964e2611e3e05b20c28613a98cadfc637800fd3da4ad543f6a9'
	+ '714b9a7816ffba6dd65010fa03887b597ae3f957a303e93acf793f26ad688889';
const ACT_2 = 'db93915cbef43c1b0155d3bda1928c2fa17681fed0fe411bd05d574c1a7691d9'
	+ '2bb49ae8bd88c5d90e6624d7e8cf0164472207d3f661bf84d833b804bbdfbeb7'
	+ '7a74a0d8950d22cdff1c408d4b9ef1052eb7934144ba1fbfad70b8d4ed42e2fb'
	+ '6457635278140871b51a919e2705bb183b13dd1fa351e855b7ba7cf03e412237'
	+ '75de6dd52f0760895d9a8d2bf6231d85'
	+ 'c0cf2cca2286734e28d08906978be3ce5d39d4febc4fdfe65b0bb968fbad9485'
	+ 'd144331d7a5350d388476762d60f08973cb124750847f21f55d289e97a7a138e'
	+ 'a7d26f8dedac73448b327c2c107dc424992379f0477db0f5f350';
const VALID_FROM = 1_700_000_000;
const NOT_VALID_AFTER = 4_102_444_800;

const STEPS = {
	e: { hash: '138e7585674ad7135b7d59b2be96df9b53be0a971442c66522f53e6241ca4f85' },
	ee: {
		shared: '0a8ed15233e6ffa6649f6fbb4aa4f706620341e4e2c4c0cd7e9396ac5097a928',
		chainingKey: 'b620d91c9b79432a991b2b89720445f8d230b4fb7486681258093bbd423997ee',
		key: 'f5f7d7731ad57a9b757ccc5ea6bfcd9fc103a9e62b4bb29d534de888240f45ff',
	},
	s: { hash: '5fe63847541bf644ec0c9463d1537e5c7a1206bb06b1e832b6cd42aad2500b24' },
	es: {
		shared: '5715e572beccf65929743b467840831ddf69b89f4fb83663c1ee82d3c939b827',
		chainingKey: '49e9310368f5a84f8efbfd11b8eb2583d1e7e65e72d6bd907ba12e1fa9062b3d',
		key: '426d4f74f8a3b8b9172450f6caa897ced6e1a3a94f7f56e2f0e77f736f070aa2',
	},
	certificate: { hash: 'e72840d6204f839c595b71a1c8a72a0094557f3c1b4e0ca114bab29fa4d3ad7e' },
};
const START_HASH = '6f75df7cef59091e76169e3b5023ae7cdd3694a66101f28014d68c8a1ee75836';
const SENDING_KEY = '0b35554e5f486461a4e7be8c1c751d0bb14865694971208f19eba29b881ac373';
const RECEIVING_KEY = 'ebc5b164afdf16994c7324714e1d6a102e63b8f1b9420a22c775ad251e54476c';

const SETUP = '000000230000000200020004000000093132372e302e302e31ce850676656e646f7202687702667700';
const SEALED_SETUP = '1382909edeedfb4675501eb469854207237d6b8cdd816f798383e680332f184cdf21289a515fa4d6'
	+ '7af552e90dc9ed0d73216deb4b0ece908574bec1b7e7bd8ccdd44e14939c7ea8de';
const SEALED_SUCCESS = '4cc91eae2f9d48da2b602fc53a62e506f5210dddc563f62cd1cf44bb0d722e63'
	+ 'a4ef24dae404cf7d0604fbc7';
const LONG_HEADER = '000074f0ff00';
const LONG_LENGTH = 65_574;
const LONG_SHA256 = 'a2c6cf40e318b0045a818354cd5274ec4d2796e2f4cdfbc024b73ae55118577c';

const unhex = (text) => Buffer.from(text, 'hex');

function same(what, actual, expected) {
	const shown = (actual instanceof Uint8Array) ? Buffer.from(actual).toString('hex') : String(actual);
	if (shown !== String(expected)) {
		throw new Disagreement(`transcript, ${what}: ${shown} (expected: ${expected})`);
	}
}

async function rejects(what, action) {
	try {
		await action();
	} catch (error) {
		if (error instanceof Disagreement) {
			return;
		}
		throw error;
	}
	throw new Disagreement(`transcript: ${what} was not noticed`);
}

const reader = (bytes) => {
	let at = 0;
	return async (length) => bytes.subarray(at, at += length);
};

function start(authority = authorityKey(AUTHORITY)) {
	return new Initiator(authority, { privateKey: unhex(SECRET), publicKey: unhex(ACT_1) });
}

function handshake() {
	same('authority key', authorityKey(AUTHORITY), AUTHORITY_X);
	same('encoded key', elligatorSwift.decode(unhex(ACT_1)), Buffer.from(schnorr.getPublicKey(unhex(SECRET))).toString('hex'));
	const initiator = start();
	same('act 1', initiator.act1, ACT_1);
	same('hash after act 1', initiator.hash, START_HASH);
	const transport = initiator.finish(unhex(ACT_2), VALID_FROM, (token) => {
		const state = { ...initiator, key: initiator.cipher?.key };
		for (const [name, expected] of Object.entries(STEPS[token])) {
			same(`${name} after ${token}`, state[name], expected);
		}
	});
	same('key to the responder', transport.sending.key, SENDING_KEY);
	same('key to the initiator', transport.receiving.key, RECEIVING_KEY);
	return transport;
}

async function frames(transport) {
	const setup = encode('SetupConnection', {
		protocol: 0, minVersion: 2, maxVersion: 2, flags: 4, host: '127.0.0.1', port: 34254,
		vendor: 'vendor', hardware: 'hw', firmware: 'fw', device: '',
	});
	same('SetupConnection', setup, SETUP);
	same('sealed SetupConnection', transport.seal(setup), SEALED_SETUP);
	const [name, success] = decode(await transport.open(reader(unhex(SEALED_SUCCESS))));
	same('answer', `${name} ${success.version} ${success.flags}`, 'SetupConnection.Success 2 0');
	// The transport of the other side, which has sent two blocks so far.
	const responder = new Transport(transport.receiving, transport.sending);
	same('counter', responder.sending.counter, 2);
	const payload = Buffer.from(Array.from({ length: 65_520 }, (_, i) => i % 251));
	const long = Buffer.concat([unhex(LONG_HEADER), payload]);
	const sealed = responder.seal(long);
	same('length of a frame of two chunks', sealed.length, LONG_LENGTH);
	same('SHA-256 of a frame of two chunks', sha256(sealed), LONG_SHA256);
	transport.receiving.counter = 2n;
	same('opened frame of two chunks', sha256(await transport.open(reader(sealed))), sha256(long).toString('hex'));
}

async function refusals() {
	const finish = (act2, now, authority) => start(authority).finish(act2, now);
	for (const position of [0, 64, 143, 144, 233]) {
		const changed = unhex(ACT_2);
		changed[position] ^= 1;
		await rejects(`a change of byte ${position} of act 2`, () => finish(changed, VALID_FROM));
	}
	const other = schnorr.getPublicKey(unhex(SECRET));
	await rejects('a certificate of another authority', () => finish(unhex(ACT_2), VALID_FROM, other));
	await rejects('a certificate before its time', () => finish(unhex(ACT_2), VALID_FROM - 1));
	await rejects('a certificate after its time', () => finish(unhex(ACT_2), NOT_VALID_AFTER + 1));
}

/** Reproduces the transcript, or says where it differs. */
export async function selfTest() {
	await frames(handshake());
	await refusals();
}
