package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

import io.stratum.protocol.ProtocolException;

/**
 * Decoding a {@code mining.submit} and encoding its reply: the scanner against Jackson's
 * streaming parser, as miners of two kinds write the line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class SubmitDecodingBenchmark {

	private static final int LINES = 64;

	private final Sv1Decoder decoder = new Sv1Decoder(16384);

	private final LineScanner scanner = new LineScanner();

	private final ByteBuf out = Unpooled.directBuffer(256);

	/** Which miner wrote the line. */
	@Param({ "cgminer", "cpuminer" })
	private String miner = "cgminer";

	private final byte[][] lines = new byte[LINES][];

	private final ByteBuf[] buffers = new ByteBuf[LINES];

	private int next;

	/** Writes the lines: workers and shares differ, the job is the same. */
	@Setup
	public void prepare() {
		for (int i = 0; i < LINES; i++) {
			String params = "[\"bc1qexampleaddress.rig%02d\", \"6b0311f3\", \"%016x\", \"504e86ed\", \"%08x\"]"
				.formatted(i, i, 0xb2957c02 * i);
			String text = this.miner.equals("cgminer")
					? "{\"params\": " + params + ", \"id\": 4, \"method\": \"mining.submit\"}"
					: "{\"method\": \"mining.submit\", \"params\": " + params + ", \"id\":4}";
			this.lines[i] = text.getBytes(StandardCharsets.US_ASCII);
			this.buffers[i] = Unpooled.directBuffer().writeBytes(this.lines[i]).writeByte('\n');
		}
	}

	/**
	 * The scanner alone.
	 * @return the message
	 * @throws ProtocolException never
	 */
	@Benchmark
	public @Nullable Sv1Message scanner() throws ProtocolException {
		byte[] line = this.lines[this.next++ & (LINES - 1)];
		return this.scanner.scan(line, 0, line.length);
	}

	/**
	 * The baseline: Jackson's streaming parser into the same message.
	 * @return the message
	 * @throws ProtocolException never
	 */
	@Benchmark
	public Sv1Message jackson() throws ProtocolException {
		byte[] line = this.lines[this.next++ & (LINES - 1)];
		return JsonLines.parse(line, 0, line.length);
	}

	/**
	 * The decoder, from a direct buffer.
	 * @return the message
	 * @throws ProtocolException never
	 */
	@Benchmark
	public @Nullable Sv1Message decoder() throws ProtocolException {
		ByteBuf in = this.buffers[this.next++ & (LINES - 1)].readerIndex(0);
		return this.decoder.decode(in);
	}

	/**
	 * The reply to an accepted share.
	 * @return its buffer
	 */
	@Benchmark
	public ByteBuf reply() {
		this.out.clear();
		Sv1Encoder.result(this.out, 4L, Boolean.TRUE);
		return this.out;
	}

}
