package io.stratum.protocol.sv2;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;

/**
 * Writes the data types of the specification. A value that its type cannot hold is an
 * {@link IllegalArgumentException}: the fault is ours.
 */
final class Sv2Writer {

	private final ByteBuf out;

	Sv2Writer(ByteBuf out) {
		this.out = out;
	}

	Sv2Writer bool(boolean value) {
		this.out.writeBoolean(value);
		return this;
	}

	Sv2Writer u8(int value) {
		this.out.writeByte(checked("U8", value, 0xff));
		return this;
	}

	Sv2Writer u16(int value) {
		this.out.writeShortLE(checked("U16", value, 0xffff));
		return this;
	}

	Sv2Writer u24(int value) {
		this.out.writeMediumLE(checked("U24", value, 0xffffff));
		return this;
	}

	Sv2Writer u32(int value) {
		this.out.writeIntLE(value);
		return this;
	}

	Sv2Writer u64(long value) {
		this.out.writeLongLE(value);
		return this;
	}

	Sv2Writer f32(float value) {
		if (!Sv2Reader.isPlain(value)) {
			throw new IllegalArgumentException("F32: " + value + " (expected: finite, >= 0 and not -0)");
		}
		this.out.writeFloatLE(value);
		return this;
	}

	Sv2Writer hash(Hash256 value) {
		this.out.writeBytes(value.toInternal());
		return this;
	}

	Sv2Writer target(Target value) {
		byte[] bigEndian = value.toBigInteger().toByteArray();
		int length = Math.min(bigEndian.length, 32);
		for (int i = 1; i <= length; i++) {
			this.out.writeByte(bigEndian[bigEndian.length - i]);
		}
		this.out.writeZero(32 - length);
		return this;
	}

	Sv2Writer string(Octets value) {
		return octets255(value);
	}

	Sv2Writer ascii(String value) {
		for (int i = 0; i < value.length(); i++) {
			checked("character", value.charAt(i), 0xff);
		}
		u8(value.length());
		this.out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
		return this;
	}

	Sv2Writer octets32(Octets value) {
		checked("B0_32 length", value.length(), 32);
		return octets255(value);
	}

	Sv2Writer octets255(Octets value) {
		return u8(value.length()).octets(value);
	}

	Sv2Writer octets64k(Octets value) {
		return u16(value.length()).octets(value);
	}

	Sv2Writer octets(Octets value) {
		value.writeTo(this.out);
		return this;
	}

	Sv2Writer optionalU32(OptionalInt value) {
		bool(value.isPresent());
		if (value.isPresent()) {
			u32(value.getAsInt());
		}
		return this;
	}

	Sv2Writer hashes255(List<Hash256> values) {
		u8(values.size());
		values.forEach(this::hash);
		return this;
	}

	Sv2Writer u16s64k(List<Integer> values) {
		u16(values.size());
		values.forEach(this::u16);
		return this;
	}

	Sv2Writer u32s64k(List<Integer> values) {
		u16(values.size());
		values.forEach(this::u32);
		return this;
	}

	private static int checked(String what, int value, int max) {
		if (value < 0 || value > max) {
			throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + max + ")");
		}
		return value;
	}

}
