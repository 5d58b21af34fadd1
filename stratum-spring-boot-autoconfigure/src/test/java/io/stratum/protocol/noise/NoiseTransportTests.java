package io.stratum.protocol.noise;

import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NoiseTransportTests {

	private final Random random = new Random(65519);

	private final NoiseTransport sender = transport();

	private final NoiseTransport receiver = transport();

	private static NoiseTransport transport() {
		byte[] key = new byte[32];
		key[0] = 1;
		return new NoiseTransport(new ChaChaPoly(), new CipherState(key), new CipherState(key));
	}

	private ByteBuf frame(int length) {
		byte[] payload = new byte[length];
		this.random.nextBytes(payload);
		return Unpooled.buffer().writeShortLE(0).writeByte(0x74).writeMediumLE(length).writeBytes(payload);
	}

	@Test
	void frameOpensWhenItIsCutAtEveryIndex() throws Exception {
		for (int length : new int[] { 0, 1, 24 }) {
			for (int cut = 0; cut <= NoiseTransport.sealedLength(length); cut++) {
				ByteBuf frame = frame(length);
				ByteBuf sealed = Unpooled.buffer();
				this.sender.seal(frame.duplicate(), sealed);
				assertThat(sealed.readableBytes()).isEqualTo(NoiseTransport.sealedLength(length));
				ByteBuf opened = Unpooled.buffer();
				openAll(sealed.readSlice(cut), opened);
				openAll(sealed, opened);
				assertThat(opened).isEqualTo(frame);
			}
		}
	}

	@Test
	void frameOpensByteByByte() throws Exception {
		ByteBuf frame = frame(700);
		ByteBuf sealed = Unpooled.buffer();
		this.sender.seal(frame.duplicate(), sealed);
		ByteBuf opened = Unpooled.buffer();
		while (sealed.isReadable()) {
			openAll(sealed.readSlice(1), opened);
		}
		assertThat(opened).isEqualTo(frame);
	}

	@Test
	void lengthsAroundAChunkSurvive() throws Exception {
		for (int length : new int[] { NoiseTransport.MAX_CHUNK - 1, NoiseTransport.MAX_CHUNK,
				NoiseTransport.MAX_CHUNK + 1, 2 * NoiseTransport.MAX_CHUNK, 2 * NoiseTransport.MAX_CHUNK + 1 }) {
			ByteBuf frame = frame(length);
			ByteBuf sealed = Unpooled.buffer();
			this.sender.seal(frame.duplicate(), sealed);
			int chunks = (length + NoiseTransport.MAX_CHUNK - 1) / NoiseTransport.MAX_CHUNK;
			assertThat(sealed.readableBytes()).isEqualTo(22 + length + 16 * chunks);
			ByteBuf opened = Unpooled.buffer();
			while (sealed.isReadable()) {
				openAll(sealed.readSlice(Math.min(sealed.readableBytes(), 1500)), opened);
			}
			assertThat(opened).isEqualTo(frame);
		}
	}

	@Test
	void bothEndsMayShareACipher() throws Exception {
		ChaChaPoly cipher = new ChaChaPoly();
		NoiseTransport one = new NoiseTransport(cipher, new CipherState(new byte[32]), new CipherState(new byte[32]));
		NoiseTransport two = new NoiseTransport(cipher, new CipherState(new byte[32]), new CipherState(new byte[32]));
		for (int length : new int[] { 24, 1200, 70_000, 5 }) {
			ByteBuf frame = frame(length);
			ByteBuf sealed = Unpooled.buffer();
			one.seal(frame.duplicate(), sealed);
			ByteBuf opened = Unpooled.buffer();
			while (two.open(sealed, opened)) {
				assertThat(opened.isReadable()).isTrue();
			}
			assertThat(opened).isEqualTo(frame);
		}
	}

	@Test
	void sealedLengthOfTheGreatestFrame() {
		assertThat(NoiseTransport.sealedLength(0xffffff)).isEqualTo(22 + 0xffffff + 16 * 257);
		assertThat(NoiseTransport.sealedLength(24)).isEqualTo(62);
		assertThat(NoiseTransport.sealedLength(0)).isEqualTo(22);
	}

	@Test
	void emptyPayloadHasNoBlock() throws Exception {
		ByteBuf frames = Unpooled.wrappedBuffer(frame(0), frame(3));
		ByteBuf sealed = Unpooled.buffer();
		this.sender.seal(frames.duplicate(), sealed);
		assertThat(sealed.readableBytes()).isEqualTo(22 + 22 + 19);
		ByteBuf opened = Unpooled.buffer();
		openAll(sealed, opened);
		assertThat(opened).isEqualTo(frames);
	}

	@Test
	void headerComesOutBeforeItsPayload() throws Exception {
		ByteBuf sealed = Unpooled.buffer();
		this.sender.seal(frame(0xffffff), sealed);
		ByteBuf opened = Unpooled.buffer();
		assertThat(this.receiver.open(sealed, opened)).isTrue();
		assertThat(opened.readableBytes()).isEqualTo(6);
		assertThat(sealed.readerIndex()).isEqualTo(22);
	}

	@Test
	void nothingOpensAfterAFailure() throws Exception {
		ByteBuf sealed = Unpooled.buffer();
		this.sender.seal(frame(5), sealed);
		ByteBuf good = sealed.copy();
		sealed.setByte(30, sealed.getByte(30) ^ 4);
		ByteBuf opened = Unpooled.buffer();
		assertThat(this.receiver.open(sealed, opened)).isTrue();
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> this.receiver.open(sealed, opened))
			.withMessage("tag of message 1 does not verify");
		assertThat(opened.readableBytes()).isEqualTo(6);
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> this.receiver.open(good.skipBytes(22), opened))
			.withMessage("the transport has failed before");
	}

	@Test
	void framesAreNotReplayed() throws Exception {
		ByteBuf sealed = Unpooled.buffer();
		this.sender.seal(frame(5), sealed);
		ByteBuf again = sealed.copy();
		ByteBuf opened = Unpooled.buffer();
		openAll(sealed, opened);
		assertThatExceptionOfType(NoiseException.class).isThrownBy(() -> this.receiver.open(again, opened));
	}

	@Test
	void anyBytesAreRefusedOrWaitedFor() {
		for (int i = 0; i < 300; i++) {
			byte[] bytes = new byte[this.random.nextInt(60)];
			this.random.nextBytes(bytes);
			ByteBuf in = Unpooled.wrappedBuffer(bytes);
			NoiseTransport fresh = transport();
			if (bytes.length < 22) {
				assertThat(catchOpen(fresh, in)).isNull();
			}
			else {
				assertThat(catchOpen(fresh, in)).isInstanceOf(NoiseException.class);
			}
		}
	}

	@Test
	void incompleteFramesAreNotSealed() {
		ByteBuf out = Unpooled.buffer();
		assertThatIllegalArgumentException().isThrownBy(() -> this.sender.seal(frame(5).writerIndex(5), out))
			.withMessage("header length: 5 (expected: 6)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.sender.seal(frame(5).writerIndex(10), out))
			.withMessage("payload length: 4 (expected: 5)");
		assertThat(out.isReadable()).isFalse();
	}

	@Test
	void directBuffersWorkAndStayTheCallers() throws Exception {
		ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(frame(2000));
		ByteBuf sealed = PooledByteBufAllocator.DEFAULT.directBuffer(4);
		ByteBuf opened = PooledByteBufAllocator.DEFAULT.directBuffer(4);
		this.sender.seal(frame.duplicate(), sealed);
		openAll(sealed, opened);
		assertThat(opened).isEqualTo(frame);
		for (ByteBuf buffer : new ByteBuf[] { frame, sealed, opened }) {
			assertThat(buffer.release()).isTrue();
		}
	}

	private void openAll(ByteBuf in, ByteBuf out) throws NoiseException {
		while (this.receiver.open(in, out)) {
			assertThat(out.isReadable()).isTrue();
		}
		assertThat(in.isReadable()).isFalse();
	}

	private static Exception catchOpen(NoiseTransport transport, ByteBuf in) {
		try {
			assertThat(transport.open(in, Unpooled.buffer())).isFalse();
			return null;
		}
		catch (NoiseException ex) {
			return ex;
		}
	}

}
