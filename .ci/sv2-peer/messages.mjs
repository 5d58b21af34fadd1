// The messages of Stratum V2 that a header-only miner needs. All integers are little-endian.
import { Disagreement } from './noise.mjs';

const CHANNEL_BIT = 0x8000;

const u8 = { size: 1, write: (b, v) => b.writeUInt8(v), read: (b, at) => b.readUInt8(at) };
const u16 = { size: 2, write: (b, v) => b.writeUInt16LE(v), read: (b, at) => b.readUInt16LE(at) };
const u32 = { size: 4, write: (b, v) => b.writeUInt32LE(v), read: (b, at) => b.readUInt32LE(at) };
const u64 = { size: 8, write: (b, v) => b.writeBigUInt64LE(v), read: (b, at) => b.readBigUInt64LE(at) };
const f32 = { size: 4, write: (b, v) => b.writeFloatLE(v), read: (b, at) => b.readFloatLE(at) };
const u256 = { size: 32, write: (b, v) => v.copy(b), read: (b, at) => b.subarray(at, at + 32) };
const bytes = (max) => ({ max, text: false });
const text = { max: 255, text: true };
const option = (type) => ({ option: type });

// name: [type, whether the channel bit is set, fields in the order of the wire]
const MESSAGES = {
	SetupConnection: [0x00, false, {
		protocol: u8, minVersion: u16, maxVersion: u16, flags: u32, host: text, port: u16,
		vendor: text, hardware: text, firmware: text, device: text,
	}],
	'SetupConnection.Success': [0x01, false, { version: u16, flags: u32 }],
	'SetupConnection.Error': [0x02, false, { flags: u32, code: text }],
	OpenStandardMiningChannel: [0x10, false, { request: u32, user: text, hashRate: f32, maxTarget: u256 }],
	'OpenStandardMiningChannel.Success': [0x11, false, {
		request: u32, channel: u32, target: u256, extranoncePrefix: bytes(32), group: u32,
	}],
	'OpenMiningChannel.Error': [0x12, false, { request: u32, code: text }],
	NewMiningJob: [0x15, true, { channel: u32, job: u32, minTime: option(u32), version: u32, merkleRoot: u256 }],
	CloseChannel: [0x18, true, { channel: u32, code: text }],
	SubmitSharesStandard: [0x1a, true, {
		channel: u32, sequence: u32, job: u32, nonce: u32, time: u32, version: u32,
	}],
	'SubmitShares.Success': [0x1c, true, { channel: u32, lastSequence: u32, accepted: u32, difficulties: u64 }],
	'SubmitShares.Error': [0x1d, true, { channel: u32, sequence: u32, code: text }],
	SetNewPrevHash: [0x20, true, { channel: u32, job: u32, prevHash: u256, minTime: u32, bits: u32 }],
	SetTarget: [0x21, true, { channel: u32, target: u256 }],
};

const NAMES = new Map(Object.entries(MESSAGES).map(([name, [type]]) => [type, name]));

function encodeField(type, value) {
	if (type.size) {
		const field = Buffer.alloc(type.size);
		type.write(field, value);
		return field;
	}
	const content = Buffer.from(value);
	return Buffer.concat([Buffer.of(content.length), content]);
}

/** A frame. */
export function encode(name, values) {
	const [type, channelBit, fields] = MESSAGES[name];
	const payload = Buffer.concat(Object.keys(fields).map((field) => encodeField(fields[field], values[field])));
	const header = Buffer.alloc(6);
	header.writeUInt16LE(channelBit ? CHANNEL_BIT : 0, 0);
	header.writeUInt8(type, 2);
	header.writeUIntLE(payload.length, 3, 3);
	return Buffer.concat([header, payload]);
}

class Reader {
	constructor(name, payload) {
		this.name = name;
		this.payload = payload;
		this.at = 0;
	}

	need(length) {
		if (this.at + length > this.payload.length) {
			throw new Disagreement(`${this.name}: ${this.payload.length} bytes end inside a field`);
		}
	}

	field(type) {
		if (type.option) {
			const count = this.field(u8);
			if (count > 1) {
				throw new Disagreement(`${this.name}: option count ${count} (expected: 0 or 1)`);
			}
			return count ? this.field(type.option) : undefined;
		}
		const length = type.size ?? this.field(u8);
		if (length > (type.size ?? type.max)) {
			throw new Disagreement(`${this.name}: ${length} bytes in a field of at most ${type.max}`);
		}
		this.need(length);
		const start = this.at;
		this.at += length;
		if (type.size) {
			return type.read(this.payload, start);
		}
		const content = this.payload.subarray(start, this.at);
		return type.text ? content.toString() : content;
	}
}

/** The message of a frame: its name and values. */
export function decode(frame) {
	const extension = frame.readUInt16LE(0);
	const name = NAMES.get(frame.readUInt8(2));
	if ((extension & ~CHANNEL_BIT) !== 0 || !name) {
		throw new Disagreement(`unexpected frame ${frame.subarray(0, 6).toString('hex')}`);
	}
	const [, channelBit, fields] = MESSAGES[name];
	if ((extension === CHANNEL_BIT) !== channelBit) {
		throw new Disagreement(`${name}: channel bit ${extension === CHANNEL_BIT} (expected: ${channelBit})`);
	}
	const reader = new Reader(name, frame.subarray(6));
	const values = {};
	for (const [field, type] of Object.entries(fields)) {
		values[field] = reader.field(type);
	}
	if (reader.at !== reader.payload.length) {
		throw new Disagreement(`${name}: ${reader.payload.length} bytes (expected: ${reader.at})`);
	}
	return [name, values];
}
