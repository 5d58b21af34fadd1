package io.stratum.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.AuthorityPublicKey;
import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.protocol.noise.NoiseInitiator;
import io.stratum.protocol.noise.NoiseTransport;

/**
 * The client's side of the encryption, on bytes.
 */
public final class NoisePeer {

	/** Length of the answer to the first act. */
	public static final int ACT_2_LENGTH = 234;

	private final NoiseInitiator initiator;

	private @Nullable NoiseTransport transport;

	public NoisePeer(AuthorityPublicKey authority) {
		this.initiator = new NoiseInitiator(authority, new SecureRandom(), new ChaChaPoly(), InstantSource.system());
	}

	public byte[] act1() {
		ByteBuf out = Unpooled.buffer();
		this.initiator.start(out);
		return ByteBufUtil.getBytes(out);
	}

	public void act2(byte[] bytes) throws Exception {
		this.transport = this.initiator.finish(Unpooled.wrappedBuffer(bytes));
	}

	public byte[] seal(byte[]... frames) {
		ByteBuf out = Unpooled.buffer();
		transport().seal(Unpooled.wrappedBuffer(frames), out);
		return ByteBufUtil.getBytes(out);
	}

	/**
	 * Opens what there is.
	 * @return the plaintext, which may be a part of a frame
	 */
	public byte[] open(byte[] bytes) throws Exception {
		ByteBuf in = Unpooled.wrappedBuffer(bytes);
		ByteBuf out = Unpooled.buffer();
		boolean more = true;
		while (more) {
			more = transport().open(in, out);
		}
		return Arrays.copyOf(out.array(), out.readableBytes());
	}

	private NoiseTransport transport() {
		if (this.transport == null) {
			throw new IllegalStateException("no handshake");
		}
		return this.transport;
	}

}
