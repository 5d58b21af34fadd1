package io.stratum.client.transport;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.AuthorityPublicKey;
import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.protocol.noise.NoiseException;
import io.stratum.protocol.noise.NoiseInitiator;
import io.stratum.protocol.noise.NoiseTransport;

/**
 * The client's side of the encrypted transport: starts the handshake when it is added,
 * then opens what comes in, block by block, and seals the plaintext frames that go out.
 * Nothing may be written before the handshake is over.
 */
final class NoiseHandler extends ChannelDuplexHandler {

	private static final FastThreadLocal<ChaChaPoly> CIPHER = new FastThreadLocal<>() {

		@Override
		protected ChaChaPoly initialValue() {
			return new ChaChaPoly();
		}

	};

	private final @Nullable AuthorityPublicKey authority;

	private final SecureRandom random;

	private final InstantSource clock;

	private final boolean webSocket;

	private final Consumer<@Nullable Throwable> outcome;

	private @Nullable NoiseInitiator initiator;

	private @Nullable NoiseTransport transport;

	private boolean over;

	/**
	 * Creates the handler of one connection.
	 * @param security who has to vouch for the server
	 * @param random where the ephemeral key comes from
	 * @param clock the time at which the certificate has to be valid
	 * @param webSocket whether what goes out is put into binary frames
	 * @param outcome gets null when the handshake has succeeded, before anything that
	 * came behind it is passed on; otherwise why it failed
	 */
	NoiseHandler(Sv2Security security, SecureRandom random, InstantSource clock, boolean webSocket,
			Consumer<@Nullable Throwable> outcome) {
		this.authority = security.authority();
		this.random = random;
		this.clock = clock;
		this.webSocket = webSocket;
		this.outcome = outcome;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		NoiseInitiator started = new NoiseInitiator(this.authority, this.random, CIPHER.get(), this.clock);
		this.initiator = started;
		ByteBuf act1 = context.alloc().buffer(64);
		started.start(act1);
		context.writeAndFlush(framed(act1));
	}

	private Object framed(ByteBuf bytes) {
		return this.webSocket ? new BinaryWebSocketFrame(bytes) : bytes;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		try {
			if (this.transport == null && !this.over) {
				shakeHands(bytes);
			}
			if (this.transport != null) {
				open(context, this.transport, bytes);
			}
		}
		catch (NoiseException ex) {
			fail(context, ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void shakeHands(ByteBuf bytes) throws NoiseException {
		NoiseInitiator started = this.initiator;
		NoiseTransport ready = (started != null) ? started.finish(bytes) : null;
		if (ready != null) {
			this.transport = ready;
			this.initiator = null;
			end(null);
		}
	}

	private void open(ChannelHandlerContext context, NoiseTransport ready, ByteBuf bytes) throws NoiseException {
		boolean more = true;
		while (more) {
			ByteBuf plaintext = context.alloc().buffer();
			try {
				more = ready.open(bytes, plaintext);
			}
			catch (NoiseException ex) {
				plaintext.release();
				throw ex;
			}
			if (more) {
				context.fireChannelRead(plaintext);
			}
			else {
				plaintext.release();
			}
		}
	}

	private void fail(ChannelHandlerContext context, NoiseException cause) {
		this.transport = null;
		if (this.over) {
			context.fireExceptionCaught(cause);
		}
		else {
			end(cause);
		}
		context.close();
	}

	private void end(@Nullable Throwable cause) {
		if (!this.over) {
			this.over = true;
			this.outcome.accept(cause);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		ByteBuf frames = plaintext(message);
		NoiseTransport ready = this.transport;
		if (frames == null || !frames.isReadable()) {
			context.write(message, promise);
			return;
		}
		if (ready == null) {
			ReferenceCountUtil.release(message);
			promise.setFailure(new NoiseException("the encrypted transport is not open"));
			return;
		}
		ByteBuf sealed = context.alloc().buffer(NoiseTransport.sealedLength(frames.readableBytes()));
		try {
			ready.seal(frames, sealed);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
		context.write(framed(sealed), promise);
	}

	private static @Nullable ByteBuf plaintext(Object message) {
		if (message instanceof BinaryWebSocketFrame frame) {
			return ((ByteBufHolder) frame).content();
		}
		return (message instanceof ByteBuf bytes) ? bytes : null;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		end(new NoiseException("the server closed the connection during the handshake"));
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.over) {
			context.fireExceptionCaught(cause);
		}
		else {
			end(cause);
			context.close();
		}
	}

}
