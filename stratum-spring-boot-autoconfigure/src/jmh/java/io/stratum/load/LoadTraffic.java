package io.stratum.load;

import java.util.concurrent.atomic.LongAdder;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import reactor.netty.tcp.TcpServer;

import io.stratum.server.netty.NettyServerCustomizer;

/**
 * Counts what goes over the sockets of a server: bytes without the headers of TCP, reads
 * and flushes, and the frames of difficulties to agents. The server writes whole
 * messages.
 */
@Sharable
final class LoadTraffic extends ChannelDuplexHandler implements NettyServerCustomizer {

	private static final byte FRAME = 0x7f;

	private static final byte SET_DIFFICULTY = 0x05;

	private final LongAdder received = new LongAdder();

	private final LongAdder sent = new LongAdder();

	private final LongAdder reads = new LongAdder();

	private final LongAdder flushes = new LongAdder();

	private final LongAdder difficultyFrames = new LongAdder();

	private final LongAdder difficultyWorkers = new LongAdder();

	@Override
	public TcpServer customize(String listener, TcpServer server) {
		return server
			.doOnChannelInit((observer, channel, address) -> channel.pipeline().addFirst("load.traffic", this));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			this.received.add(bytes.readableBytes());
			this.reads.increment();
		}
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof ByteBuf bytes) {
			this.sent.add(bytes.readableBytes());
			countDifficulties(bytes);
		}
		context.write(message, promise);
	}

	@Override
	public void flush(ChannelHandlerContext context) {
		this.flushes.increment();
		context.flush();
	}

	private void countDifficulties(ByteBuf bytes) {
		int index = bytes.readerIndex();
		while (index < bytes.writerIndex()) {
			if (bytes.getByte(index) != FRAME) {
				int end = bytes.indexOf(index, bytes.writerIndex(), (byte) '\n');
				index = (end >= 0) ? end + 1 : bytes.writerIndex();
				continue;
			}
			if (bytes.getByte(index + 1) == SET_DIFFICULTY) {
				this.difficultyFrames.increment();
				this.difficultyWorkers.add(bytes.getUnsignedShortLE(index + 5));
			}
			index += bytes.getUnsignedShortLE(index + 2);
		}
	}

	Count count() {
		return new Count(this.received.sum(), this.sent.sum(), this.reads.sum(), this.flushes.sum(),
				this.difficultyFrames.sum(), this.difficultyWorkers.sum());
	}

	/**
	 * What was counted so far.
	 *
	 * @param received bytes from the clients
	 * @param sent bytes to the clients
	 * @param reads reads with bytes
	 * @param flushes flushes, each a segment or more
	 * @param difficultyFrames frames that set difficulties
	 * @param difficultyWorkers workers in them
	 */
	record Count(long received, long sent, long reads, long flushes, long difficultyFrames, long difficultyWorkers) {

		Count since(Count start) {
			return new Count(this.received - start.received, this.sent - start.sent, this.reads - start.reads,
					this.flushes - start.flushes, this.difficultyFrames - start.difficultyFrames,
					this.difficultyWorkers - start.difficultyWorkers);
		}

	}

}
