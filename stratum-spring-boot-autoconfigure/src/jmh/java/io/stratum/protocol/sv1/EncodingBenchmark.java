package io.stratum.protocol.sv1;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import io.stratum.bitcoin.Hash256;

/**
 * Encoding the two lines that a pool sends most, against Jackson's streaming generator.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class EncodingBenchmark {

	private static final int BRANCHES = 12;

	private static final HexFormat HEX = HexFormat.of();

	private final JsonFactory factory = new JsonFactory();

	private final ByteBuf out = Unpooled.directBuffer(4096);

	private final byte[] coinbase1 = new byte[60];

	private final byte[] coinbase2 = new byte[120];

	private final byte[][] branches = branches();

	private long id = 1000;

	private static byte[][] branches() {
		byte[][] branches = new byte[BRANCHES][Hash256.LENGTH];
		for (int i = 0; i < BRANCHES; i++) {
			Arrays.fill(branches[i], (byte) (i + 0xa0));
		}
		return branches;
	}

	/**
	 * The reply to an accepted share.
	 * @return its buffer
	 */
	@Benchmark
	public ByteBuf reply() {
		Sv1Encoder.result(this.out.clear(), this.id++, Boolean.TRUE);
		return this.out;
	}

	/**
	 * The same by Jackson.
	 * @return its buffer
	 */
	@Benchmark
	public ByteBuf replyByJackson() {
		try (JsonGenerator json = this.factory.createGenerator(ObjectWriteContext.empty(),
				(OutputStream) new ByteBufOutputStream(this.out.clear()))) {
			json.writeStartObject();
			json.writeNumberProperty("id", this.id++);
			json.writeBooleanProperty("result", true);
			json.writeNullProperty("error");
			json.writeEndObject();
		}
		return this.out.writeByte('\n');
	}

	/**
	 * A job of a full block.
	 * @return the line
	 */
	@Benchmark
	public byte[] notification() {
		return new Notify(Long.toHexString(this.id++), Hash256.ZERO, this.coinbase1, this.coinbase2, this.branches, 0x20000000,
				0x1702a3c0, 0x65f0c1a2, true)
			.encode();
	}

	/**
	 * The same by Jackson, from the same bytes.
	 * @return the line
	 */
	@Benchmark
	public byte[] notificationByJackson() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
		try (JsonGenerator json = this.factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
			json.writeStartObject();
			json.writeNullProperty("id");
			json.writeStringProperty("method", "mining.notify");
			json.writeArrayPropertyStart("params");
			json.writeString(Long.toHexString(this.id++));
			json.writeString(HEX.formatHex(Hash256.ZERO.toInternal()));
			json.writeString(HEX.formatHex(this.coinbase1));
			json.writeString(HEX.formatHex(this.coinbase2));
			json.writeStartArray();
			for (byte[] branch : this.branches) {
				json.writeString(HEX.formatHex(branch));
			}
			json.writeEndArray();
			json.writeString(HEX.toHexDigits(0x20000000));
			json.writeString(HEX.toHexDigits(0x1702a3c0));
			json.writeString(HEX.toHexDigits(0x65f0c1a2));
			json.writeBoolean(true);
			json.writeEndArray();
			json.writeEndObject();
		}
		bytes.write('\n');
		return bytes.toByteArray();
	}

}
