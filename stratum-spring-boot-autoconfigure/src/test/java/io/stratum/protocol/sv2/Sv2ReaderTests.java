package io.stratum.protocol.sv2;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Sv2ReaderTests {

	@Test
	void readsAndWritesTheFieldsOfATemplate() throws Exception {
		String template = "01000000000000000000000030020000000403012100ffffffff0040075af0750700010000000c0001000000"
				+ "00000000036a012adbc80d00011a6240823de4c8d6aaf826851bdf2b0e8d5acf7c31e8578cff4c394b5a32bd4e";
		Sv2Reader in = reader(template);
		ByteBuf out = Unpooled.buffer();
		Sv2Writer writer = new Sv2Writer(out);
		long id = in.u64();
		boolean future = in.bool();
		int version = in.u32();
		writer.u64(id).bool(future).u32(version).u32(in.u32());
		Octets prefix = in.octets255();
		writer.octets255(prefix).u32(in.u32());
		long value = in.u64();
		writer.u64(value).u32(in.u32()).octets64k(in.octets64k());
		int lockTime = in.u32();
		writer.u32(lockTime).hashes255(in.hashes255());
		assertThat(id).isOne();
		assertThat(future).isFalse();
		assertThat(version).isEqualTo(0x30000000);
		assertThat(prefix).hasToString("03012100");
		assertThat(value).isEqualTo(0x00_0775_f05a_0740_00L);
		assertThat(lockTime).isEqualTo(903_387);
		assertThat(in.remaining()).isZero();
		assertThat(ByteBufUtil.hexDump(out)).isEqualTo(template);
	}

	@Test
	void targetsAndHashesAreLittleEndian() throws Exception {
		String bytes = "0200000000000000e59a2ef8d4826b89fe637f3b5322c0f167fd2d3dc88ec568a7c2c8ffd8eb8873973c0e63"
				+ "ffff7f03ffff7f0000000000000000000000000000000000000000000000000000000000";
		Sv2Reader in = reader(bytes);
		assertThat(in.u64()).isEqualTo(2);
		Hash256 hash = in.hash();
		assertThat(hash.toInternal()[0]).isEqualTo((byte) 0xe5);
		int time = in.u32();
		int nbits = in.u32();
		Target target = in.target();
		assertThat(nbits).isEqualTo(0x037fffff);
		assertThat(target.toBigInteger()).isEqualTo(BigInteger.valueOf(0x7fffff));
		ByteBuf out = Unpooled.buffer();
		new Sv2Writer(out).u64(2).hash(hash).u32(time).u32(nbits).target(target);
		assertThat(ByteBufUtil.hexDump(out)).isEqualTo(bytes);
	}

	@Test
	void targetsSurviveAtTheEdges() throws Exception {
		for (BigInteger value : List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(0x80),
				BigInteger.ONE.shiftLeft(255), BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE))) {
			ByteBuf out = Unpooled.buffer();
			new Sv2Writer(out).target(Target.of(value));
			assertThat(out.readableBytes()).isEqualTo(32);
			assertThat(new Sv2Reader(out).target()).isEqualTo(Target.of(value));
		}
	}

	@Test
	void onlyBitZeroOfABoolCounts() throws Exception {
		assertThat(reader("fe").bool()).isFalse();
		assertThat(reader("ff").bool()).isTrue();
	}

	@Test
	void oddFloatsAreRefused() throws Exception {
		assertThat(reader("00000000").f32()).isZero();
		assertThat(reader("ffff7f7f").f32()).isEqualTo(Float.MAX_VALUE);
		assertThat(reader("01000000").f32()).isEqualTo(Float.MIN_VALUE);
		for (String odd : List.of("0000c07f", "0100807f", "0000c0ff", "0000807f", "000080ff", "000080bf", "00000080")) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> reader(odd).f32());
		}
		Sv2Writer writer = new Sv2Writer(Unpooled.buffer());
		for (float odd : new float[] { Float.NaN, Float.POSITIVE_INFINITY, -1f, -0f }) {
			assertThatIllegalArgumentException().isThrownBy(() -> writer.f32(odd));
		}
	}

	@Test
	void stringsNeedNotBeUtf8() throws Exception {
		Octets identity = reader("03c328ff").string();
		assertThat(identity).hasToString("c328ff").isEqualTo(Octets.of((byte) 0xc3, (byte) 0x28, (byte) 0xff));
		assertThat(identity.text()).isEqualTo("\ufffd(\ufffd");
		assertThat(reader("02c3a9").string().text()).isEqualTo("\u00e9");
		assertThat(reader("00").string()).isSameAs(Octets.EMPTY);
		assertThat(reader("03c328ff").ascii()).isEqualTo("\u00c3(\u00ff");
	}

	@Test
	void lengthsAreComparedWithTheRest() {
		refuses("03aabb", Sv2Reader::string, "bytes left in the payload: 2 (expected: >= 3)");
		refuses("03aabb", Sv2Reader::ascii, "bytes left in the payload: 2 (expected: >= 3)");
		refuses("ffff00", Sv2Reader::octets64k, "bytes left in the payload: 1 (expected: >= 65535)");
		refuses("21" + "00".repeat(33), Sv2Reader::octets32, "B0_32 length: 33 (expected: <= 32)");
	}

	@Test
	void countsAreComparedWithTheRest() {
		refuses("ff" + "00".repeat(64), Sv2Reader::hashes255, "sequence count: 255 (expected: <= 2)");
		refuses("ffff" + "00".repeat(7), Sv2Reader::u32s64k, "sequence count: 65535 (expected: <= 1)");
		refuses("0200" + "00".repeat(3), Sv2Reader::u16s64k, "sequence count: 2 (expected: <= 1)");
	}

	@Test
	void optionsHoldNoneOrOne() throws Exception {
		assertThat(reader("00").optionalU32()).isEqualTo(OptionalInt.empty());
		assertThat(reader("01ffffffff").optionalU32()).isEqualTo(OptionalInt.of(-1));
		refuses("0200000000", Sv2Reader::optionalU32, "OPTION count: 2 (expected: 0 or 1)");
		refuses("01000000", Sv2Reader::optionalU32, "bytes left in the payload: 3 (expected: >= 4)");
	}

	@Test
	void numbersAreLittleEndian() throws Exception {
		Sv2Reader in = reader("01" + "0201" + "030201" + "04030201" + "0807060504030201");
		assertThat(in.u8()).isEqualTo(1);
		assertThat(in.u16()).isEqualTo(0x0102);
		assertThat(in.u24()).isEqualTo(0x010203);
		assertThat(in.u32()).isEqualTo(0x01020304);
		assertThat(in.u64()).isEqualTo(0x0102030405060708L);
		ByteBuf out = Unpooled.buffer();
		new Sv2Writer(out).u8(1).u16(0x0102).u24(0x010203);
		assertThat(ByteBufUtil.hexDump(out)).isEqualTo("01" + "0201" + "030201");
	}

	@Test
	void valuesThatDoNotFitAreNotWritten() {
		Sv2Writer writer = new Sv2Writer(Unpooled.buffer());
		assertThatIllegalArgumentException().isThrownBy(() -> writer.u8(0x100));
		assertThatIllegalArgumentException().isThrownBy(() -> writer.u16(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> writer.u24(0x1000000));
		assertThatIllegalArgumentException().isThrownBy(() -> writer.ascii("\u0100"));
		assertThatIllegalArgumentException().isThrownBy(() -> writer.string(Octets.of(new byte[256])));
		assertThatIllegalArgumentException().isThrownBy(() -> writer.octets64k(Octets.of(new byte[0x10000])));
	}

	private static Sv2Reader reader(String hex) {
		return new Sv2Reader(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
	}

	private static void refuses(String hex, Read read, String message) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read.from(reader(hex)))
			.withMessage(message);
	}

	private interface Read {

		Object from(Sv2Reader reader) throws ProtocolException;

	}

}
