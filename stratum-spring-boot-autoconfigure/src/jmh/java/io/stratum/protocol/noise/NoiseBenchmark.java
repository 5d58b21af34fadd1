package io.stratum.protocol.noise;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a handshake costs a server, against the bare curve operations in it by the default
 * multiplier of the library.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class NoiseBenchmark {

	private final SecureRandom random = new SecureRandom();

	private final ChaChaPoly cipher = new ChaChaPoly();

	private final ByteBuf act1 = Unpooled.buffer();

	private final ByteBuf act2 = Unpooled.buffer();

	private NoiseIdentity identity;

	private EllSwiftKeyPair key;

	@Setup
	public void setUp() {
		this.identity = new CertificateAuthority(AuthorityKeyPair.generate(this.random), Duration.ofDays(1),
				this.random, InstantSource.system())
			.identity();
		this.key = EllSwiftKeyPair.generate(this.random);
		this.act1.writeBytes(this.key.encoding());
	}

	@Benchmark
	public NoiseTransport respond() {
		this.act1.readerIndex(0);
		this.act2.clear();
		return new NoiseResponder(this.identity, this.random, this.cipher).respond(this.act1, this.act2);
	}

	@Benchmark
	public Object baselineThreeMultiplications() {
		Secp256k1.G.multiply(Secp256k1.randomScalar(this.random)).normalize();
		Secp256k1.G.multiply(Secp256k1.randomScalar(this.random)).normalize();
		return Secp256k1.G.multiply(Secp256k1.randomScalar(this.random)).normalize();
	}

	@Benchmark
	public EllSwiftKeyPair generate() {
		return EllSwiftKeyPair.generate(this.random);
	}

	@Benchmark
	public byte[] agree() {
		return this.key.agree(EllSwiftPublicKey.decode(this.identity.staticKey().encoding()), true);
	}

	@Benchmark
	public Object decode() {
		return EllSwiftPublicKey.decode(this.key.encoding());
	}

}
