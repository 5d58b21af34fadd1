package io.stratum.protocol.noise;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames sealed and opened again; the baselines send all lengths to one engine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChaChaPolyBenchmark {

	@Param({ "24", "128", "256", "400", "1200", "60000" })
	private int payload;

	private final ByteBuf frame = Unpooled.buffer();

	private final ByteBuf sealed = Unpooled.buffer();

	private final ByteBuf opened = Unpooled.buffer();

	private final Pair bySize = new Pair(ChaChaPoly.LONG_MESSAGE);

	private final Pair bouncyCastle = new Pair(Integer.MAX_VALUE);

	private final Pair jdk = new Pair(0);

	@Setup
	public void setUp() {
		this.frame.writeShortLE(0).writeByte(0x1a).writeMediumLE(this.payload).writeZero(this.payload);
	}

	@Benchmark
	public ByteBuf sealAndOpen() throws NoiseException {
		return this.bySize.run(this);
	}

	@Benchmark
	public ByteBuf baselineBouncyCastle() throws NoiseException {
		return this.bouncyCastle.run(this);
	}

	@Benchmark
	public ByteBuf baselineJdk() throws NoiseException {
		return this.jdk.run(this);
	}

	private static final class Pair {

		private final NoiseTransport sender;

		private final NoiseTransport receiver;

		Pair(int longMessage) {
			ChaChaPoly cipher = new ChaChaPoly(longMessage);
			this.sender = new NoiseTransport(cipher, new CipherState(new byte[32]), new CipherState(new byte[32]));
			this.receiver = new NoiseTransport(cipher, new CipherState(new byte[32]), new CipherState(new byte[32]));
		}

		ByteBuf run(ChaChaPolyBenchmark benchmark) throws NoiseException {
			benchmark.frame.readerIndex(0);
			this.sender.seal(benchmark.frame, benchmark.sealed.clear());
			benchmark.opened.clear();
			boolean more = true;
			while (more) {
				more = this.receiver.open(benchmark.sealed, benchmark.opened);
			}
			return benchmark.opened;
		}

	}

}
